package org.onenip;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Small data sets in MVTec layout, written by tests. */
public final class TestImages {
  private TestImages() {}

  /** A noisy picture with stripes of one colour. */
  public static BufferedImage stripes(int side, Color color, long seed) {
    var random = new Random(seed);
    var image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int noise = random.nextInt(30);
        var base = (x / 8 + seed) % 2 == 0 ? color : color.darker();
        image.setRGB(
            x,
            y,
            new Color(
                    Math.min(255, base.getRed() + noise),
                    Math.min(255, base.getGreen() + noise),
                    Math.min(255, base.getBlue() + noise))
                .getRGB());
      }
    }
    return image;
  }

  /** Writes a PNG, and its folder where it is missing. */
  public static void write(BufferedImage image, Path file) {
    try {
      Files.createDirectories(file.getParent());
      ImageIO.write(image, "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Two classes, {@code green} and {@code orange}: twelve normal images, two good and two defective
   * test images with masks each.
   */
  public static Path twoClasses(Path root, int side) {
    oneClass(root.resolve("green"), side, new Color(40, 150, 60), 12);
    oneClass(root.resolve("orange"), side, new Color(220, 140, 40), 12);
    return root;
  }

  /** One class with as many training images. */
  public static Path oneClass(Path folder, int side, Color color, int train) {
    for (int i = 0; i < train; i++) {
      write(stripes(side, color, i), folder.resolve("train/good/%03d.png".formatted(i)));
    }
    for (int i = 0; i < 2; i++) {
      write(stripes(side, color, 100 + i), folder.resolve("test/good/%03d.png".formatted(i)));
      var spoilt = stripes(side, color, 200 + i);
      var mask = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
      for (int y = side / 4; y < side / 2; y++) {
        for (int x = side / 4; x < side / 2; x++) {
          spoilt.setRGB(x, y, Color.MAGENTA.getRGB());
          mask.getRaster().setSample(x, y, 0, 255);
        }
      }
      write(spoilt, folder.resolve("test/spot/%03d.png".formatted(i)));
      write(mask, folder.resolve("ground_truth/spot/%03d_mask.png".formatted(i)));
    }
    return folder;
  }
}
