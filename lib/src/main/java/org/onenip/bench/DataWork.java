package org.onenip.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.onenip.data.ImageFiles;
import org.onenip.data.PilResize;
import org.onenip.data.RgbImage;
import org.onenip.synthesis.Synthesis;

/** One thread reads and resizes PNG files as large as MVTec AD's, or makes pseudo anomalies. */
final class DataWork implements Work {
  private static final int FILE_SIZE = 900;
  private static final int IMAGES = 8;

  private final int size;
  private final Path folder;
  private final List<Path> files = new ArrayList<>();
  private final RgbImage image;
  private final Synthesis synthesis = Synthesis.named("mixture", Optional.empty());
  private final SplittableRandom chance = new SplittableRandom(1);

  DataWork(int size) {
    this.size = size;
    var random = new Random(1);
    try {
      folder = Files.createTempDirectory("onenip-bench");
      for (int i = 0; i < IMAGES; i++) {
        // coarse noise, enlarged: noise of single pixels would not compress at all
        var large =
            PilResize.bilinear(InferenceWork.image(random, FILE_SIZE / 8), FILE_SIZE, FILE_SIZE);
        var file = folder.resolve(i + ".png");
        ImageIO.write(ImageFiles.toBuffered(large), "png", file.toFile());
        files.add(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    image = PilResize.bilinear(ImageFiles.read(files.get(0)), size, size);
  }

  @Override
  public Map<String, Double> run(Part part) {
    double seconds =
        Work.seconds(
            () -> {
              for (var file : files) {
                if (part == Part.IMAGE_LOADING) {
                  PilResize.bilinear(ImageFiles.read(file), size, size);
                } else {
                  synthesis.apply(image, chance);
                }
              }
            });
    return Map.of(part.toString(), seconds);
  }

  @Override
  public void close() {
    try {
      for (var file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
