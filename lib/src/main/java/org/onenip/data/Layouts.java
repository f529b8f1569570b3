package org.onenip.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** All that {@code --data} understands, in the order in which a folder is tried. */
public final class Layouts {
  /** Every layout and every set that is fetched. */
  public static final List<Layout> ALL =
      List.of(
          new MetaFiles(),
          new VisaFolder(),
          new BtadFolder(),
          new MvtecFolder(),
          LabelledImages.CIFAR10,
          LabelledImages.MNIST);

  private Layouts() {}

  /** The layout of a name. */
  static Optional<Layout> named(String name) {
    return ALL.stream().filter(layout -> layout.name().equals(name)).findFirst();
  }

  /** The layout that a folder or list is in. */
  static Optional<FolderLayout> of(Path path) {
    return ALL.stream()
        .filter(FolderLayout.class::isInstance)
        .map(FolderLayout.class::cast)
        .filter(layout -> layout.fits(path))
        .findFirst();
  }
}
