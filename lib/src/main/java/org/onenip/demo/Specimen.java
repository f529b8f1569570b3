package org.onenip.demo;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.onenip.data.ImageFiles;
import org.onenip.data.PixelMask;
import org.onenip.data.Sample;

/**
 * One image to be made.
 *
 * @param product what it shows
 * @param split {@code train} or {@code test}
 * @param kind its defect; empty for a good one
 * @param index its number within its folder
 */
record Specimen(Product product, String split, Optional<Product.Kind> kind, int index) {
  /** A defect is redrawn until its mask has a size that can be seen and is no flood. */
  private static final double SMALLEST = 0.0012;

  private static final double LARGEST = 0.22;

  static Specimen good(Product product, String split, int index) {
    return new Specimen(product, split, Optional.empty(), index);
  }

  static Specimen defective(Product product, Product.Kind kind, int index) {
    return new Specimen(product, "test", Optional.of(kind), index);
  }

  Path image(Path root) {
    return root.resolve(product.name())
        .resolve(split)
        .resolve(folder())
        .resolve("%03d.png".formatted(index));
  }

  Path mask(Path root) {
    return root.resolve(product.name())
        .resolve("ground_truth")
        .resolve(folder())
        .resolve("%03d_mask.png".formatted(index));
  }

  private String folder() {
    return kind.map(Product.Kind::name).orElse(Sample.GOOD);
  }

  /** Draws, photographs and writes the image, and its mask if it has one. */
  void write(Path root, long seed) {
    var random = new SplittableRandom(mix(seed, product.name(), split, folder(), index));
    long variation = random.nextLong();
    var lighting = random.split();
    try {
      var picture = draw(variation, Fault.none());
      if (kind.isPresent()) {
        var normal = picture;
        PixelMask mask;
        double share;
        int tries = 0;
        do {
          picture = draw(variation, new Fault(folder(), random.split()));
          mask = FaultMask.of(normal, picture, kind.get().group());
          share = FaultMask.share(mask);
        } while ((share < SMALLEST || share > LARGEST) && ++tries < 20);
        ImageIO.write(toGrey(mask), "png", mask(root).toFile());
      }
      var photograph = Camera.photograph(picture, lighting);
      ImageIO.write(ImageFiles.toBuffered(photograph), "png", image(root).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private float[] draw(long variation, Fault fault) {
    var canvas = new Canvas();
    product.draw(canvas, new SplittableRandom(variation), fault);
    return canvas.average();
  }

  private static BufferedImage toGrey(PixelMask mask) {
    var grey = new BufferedImage(mask.width(), mask.height(), BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < mask.anomalous().length; i++) {
      int value = mask.anomalous()[i] ? 255 : 0;
      grey.getRaster().setSample(i % mask.width(), i / mask.width(), 0, value);
    }
    return grey;
  }

  /** A seed of its own for every image, the same on every machine. */
  private static long mix(long seed, Object... parts) {
    long hash = seed;
    for (var part : parts) {
      hash = new SplittableRandom(hash ^ part.toString().hashCode()).nextLong();
    }
    return hash;
  }
}
