package org.onenip.synthesis;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.onenip.data.ImageFiles;
import org.onenip.data.PictureFolder;
import org.onenip.data.PilResize;
import org.onenip.data.RgbImage;
import org.onenip.support.UserError;

/** The photographs of DTD ({@code images/<category>/*.jpg}), or of any folder of such folders. */
public final class DtdTextures implements TextureSource {
  private final List<Path> files;
  private final Map<Path, SoftReference<RgbImage>> read = new ConcurrentHashMap<>();

  /**
   * Lists a folder.
   *
   * @throws UserError if it is missing or holds no images
   */
  public DtdTextures(Path root) {
    var images = Files.isDirectory(root.resolve("images")) ? root.resolve("images") : root;
    if (!Files.isDirectory(images)) {
      throw new UserError(
          "The texture folder %s does not exist; name DTD's with --textures, or leave it out."
              .formatted(root));
    }
    try (var walk = Files.walk(images, 3)) {
      files =
          walk.filter(
                  file ->
                      !file.getFileName().toString().startsWith(".") && PictureFolder.isImage(file))
              .sorted()
              .toList();
    } catch (IOException e) {
      throw new UserError("%s cannot be listed (%s).".formatted(images, e.getMessage()), e);
    }
    if (files.isEmpty()) {
      throw new UserError(
          "The texture folder %s holds no images; name DTD's with --textures, or leave it out."
              .formatted(root));
    }
  }

  @Override
  public RgbImage texture(int width, int height, SplittableRandom random) {
    var file = files.get(random.nextInt(files.size()));
    var kept = read.get(file);
    var image = kept == null ? null : kept.get();
    if (image == null || image.width() != width || image.height() != height) {
      image = PilResize.bilinear(ImageFiles.read(file), width, height);
      read.put(file, new SoftReference<>(image));
    }
    return image;
  }
}
