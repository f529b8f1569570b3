package org.onenip.data;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Data as BTAD comes: {@code <class>/train/ok}, {@code <class>/test/ok}, {@code <class>/test/ko}
 * and {@code <class>/ground_truth/ko}. Masks bear their images' names; images are BMP in classes 01
 * and 03 and PNG in 02, masks PNG in 01 and 02 and BMP in 03.
 */
public final class BtadFolder implements FolderLayout {
  private static final String NORMAL = "ok";

  @Override
  public String name() {
    return "btad";
  }

  @Override
  public String description() {
    return "CLASS/train/ok, CLASS/test/ok and ko, CLASS/ground_truth/ko (BTAD)";
  }

  @Override
  public String example() {
    return "--data DIR";
  }

  @Override
  public boolean fits(Path root) {
    return ClassFolders.in(root).values().stream()
        .map(folder -> folder.resolve("train"))
        .anyMatch(
            train ->
                Files.isDirectory(train.resolve(NORMAL))
                    && !Files.isDirectory(train.resolve(Sample.GOOD)));
  }

  @Override
  public Listing list(Path root) {
    return new ClassFolders(NORMAL).list(root, name());
  }
}
