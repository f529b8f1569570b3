package org.onenip.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.onenip.support.UserError;

/** The image files in a folder. */
public final class PictureFolder {
  private static final Set<String> ENDINGS =
      Set.of("png", "jpg", "jpeg", "jpe", "jfif", "bmp", "tif", "tiff", "webp", "gif");

  private PictureFolder() {}

  /**
   * The images of a folder, sorted by name; a file stands for itself, whatever its ending.
   *
   * @throws UserError if there is none
   */
  public static List<Path> imagesIn(Path path) {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    var images = list(path).stream().filter(PictureFolder::isImage).toList();
    if (images.isEmpty()) {
      throw new UserError(
          "%s holds no image (%s); name another folder.".formatted(path, ImageFiles.FORMATS));
    }
    return images;
  }

  /** What {@link #imagesIn} passes over, in sentences: other files, dead links, subfolders. */
  public static List<String> omissions(Path path) {
    return Files.isDirectory(path)
        ? Unused.below(path, imagesIn(path), file -> null).stream().map(Unused::sentence).toList()
        : List.of();
  }

  /** Whether a file is there and has the ending of an image. */
  public static boolean isImage(Path file) {
    var name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Files.isRegularFile(file) && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  /** What is in a folder, sorted by name, without hidden files. */
  static List<Path> list(Path folder) {
    try (var files = Files.list(folder)) {
      return files.filter(file -> !file.getFileName().toString().startsWith(".")).sorted().toList();
    } catch (IOException e) {
      throw new UserError("%s cannot be listed (%s).".formatted(folder, e.getMessage()), e);
    }
  }
}
