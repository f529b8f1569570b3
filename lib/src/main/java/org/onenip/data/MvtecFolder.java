package org.onenip.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.onenip.support.UserError;

/**
 * Data in the layout of MVTec AD: {@code <class>/train/good}, {@code <class>/test/<kind>} and
 * {@code <class>/ground_truth/<kind>/<image>_mask.png}. The root may also be the folder of one
 * class.
 */
public final class MvtecFolder implements FolderLayout {
  @Override
  public String name() {
    return "mvtec";
  }

  @Override
  public String description() {
    return "CLASS/train/good, CLASS/test/KIND, CLASS/ground_truth/KIND/NAME_mask.png (MVTec AD)";
  }

  @Override
  public String example() {
    return "--data DIR";
  }

  @Override
  public boolean fits(Path root) {
    return !ClassFolders.in(root).isEmpty();
  }

  @Override
  public Listing list(Path root) {
    return new ClassFolders(Sample.GOOD).list(root, name());
  }

  /**
   * Lists a data set in this layout, whatever else lies in its folder.
   *
   * @param root its folder
   * @param classes those to take; empty takes all
   * @throws UserError if the folder is missing or empty, or as {@link Listing#toSet}
   */
  public static ImageSet scan(Path root, Collection<String> classes) {
    if (!Files.isDirectory(root)) {
      throw new UserError(
          "The data folder %s does not exist; name one in MVTec layout with --data."
              .formatted(root));
    }
    return new MvtecFolder().list(root).toSet(classes);
  }
}
