package org.onenip.evaluation;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Writes grey 8×8 images in MVTec layout: one brightness, and a brighter patch for a defect. */
record TinyData(Path root) {
  static final int SIZE = 8;

  /** A class's normal image for training. */
  TinyData train(String className) {
    write(className + "/train/good/000.png", picture(SIZE, 0, 0, 0));
    return this;
  }

  /** A test image of one brightness. */
  TinyData plain(String classAndKind, String name, int brightness) {
    write(path(classAndKind, "test", name), picture(SIZE, brightness, 0, 0));
    return this;
  }

  /** A test image with a 2×2 patch, and its mask, the patch widened to {@code maskWidth}. */
  TinyData patch(String classAndKind, String name, int brightness, int patch, int maskWidth) {
    write(path(classAndKind, "test", name), picture(SIZE, brightness, 2, patch));
    mask(classAndKind, name, SIZE, maskWidth);
    return this;
  }

  /** A mask with two anomalous rows of {@code width} pixels. */
  TinyData mask(String classAndKind, String name, int size, int width) {
    write(path(classAndKind, "ground_truth", name + "_mask"), picture(size, 0, width, 255));
    return this;
  }

  private static String path(String classAndKind, String folder, String name) {
    var parts = classAndKind.split("/");
    return "%s/%s/%s/%s.png".formatted(parts[0], folder, parts[1], name);
  }

  private static BufferedImage picture(int size, int brightness, int patchWidth, int patch) {
    var picture = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        boolean inside = y < 2 && x < patchWidth;
        picture.getRaster().setSample(x, y, 0, inside ? patch : brightness);
      }
    }
    return picture;
  }

  private void write(String path, BufferedImage picture) {
    try {
      var file = root.resolve(path);
      Files.createDirectories(file.getParent());
      ImageIO.write(picture, "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
