package org.onenip.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.onenip.UserError;
import org.onenip.data.ImageFiles;
import org.onenip.data.ImageFolder;
import org.onenip.data.PilResize;
import org.onenip.data.RgbImage;
import org.onenip.data.Sample;
import org.onenip.inference.AnomalyMap;
import org.onenip.inference.Detector;
import org.onenip.inference.Detectors;
import org.onenip.inference.OneNipDetector;
import org.onenip.inference.PromptChoice;
import org.onenip.report.HeatMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Scores images: writes scores.csv, and of each image NAME_map.png (16 bits: a value times the",
      "column map_unit is the score) and NAME_overlay.png."
    },
    footer = {
      "",
      "Examples:",
      "  onenip predict --run runs/demo --out seen photo.jpg folder",
      "  onenip predict --run runs/mvtec --out seen --data mvtec --classes bottle"
    })
final class PredictCommand implements Callable<Integer> {
  private static final int BATCH = 8;
  private static final int LARGEST_VALUE = 65535;

  @Option(names = "--run", required = true, paramLabel = "DIR", description = "A trained run.")
  private Path run;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where results go.")
  private Path out;

  @Option(
      names = "--class",
      paramLabel = "NAME",
      description = "Take this class's prompt for all images instead of the nearest one.")
  private String className;

  @Option(names = "--device", description = "cpu, gpu0, …; the first GPU if there is one.")
  private String device;

  @Mixin private DataOptions data;

  @Mixin private PlugOptions plugs;

  @Parameters(arity = "0..*", paramLabel = "FILE", description = "Images, or folders of images.")
  private List<Path> inputs = List.of();

  @Override
  public Integer call() {
    plugs.load();
    var files = files();
    files.parallelStream().forEach(ImageFiles::read); // nothing is written if one cannot be read
    PromptChoice choice =
        className == null ? new PromptChoice.Nearest() : new PromptChoice.Fixed(className);
    try (var console = new Console();
        var detector = Detectors.load(run, Devices.of(device))) {
      if (className != null && !(detector instanceof OneNipDetector)) {
        throw new UserError(
            "The run in %s is of a method without prompts: leave out --class.".formatted(run));
      }
      Files.createDirectories(out);
      console.begin("images", files.size());
      try (var writer = Files.newBufferedWriter(out.resolve("scores.csv"));
          var scores =
              CSVFormat.DEFAULT
                  .builder()
                  .setHeader("file", "score", "threshold", "anomalous", "prompt", "map", "map_unit")
                  .get()
                  .print(writer)) {
        var names = new Names();
        for (int from = 0; from < files.size(); from += BATCH) {
          var batch = files.subList(from, Math.min(from + BATCH, files.size()));
          predict(detector, batch, choice, names, scores);
          console.progress(from + batch.size(), "");
        }
      }
      console.end();
    } catch (IOException e) {
      throw new UserError("The results cannot be written to %s: %s.".formatted(out, e), e);
    }
    System.out.println("Scores: " + out.resolve("scores.csv"));
    return 0;
  }

  /** The images named, and the test images of --data. */
  private List<Path> files() {
    if (inputs.isEmpty() && !data.given()) {
      throw new UserError("Which images? Name files or folders, or a data set with --data.");
    }
    var tested = data.given() ? data.open().test() : List.<Sample>of();
    return Stream.concat(
            inputs.stream().flatMap(path -> ImageFolder.imagesIn(path).stream()),
            tested.stream().map(Sample::image))
        .toList();
  }

  private void predict(
      Detector detector, List<Path> files, PromptChoice choice, Names names, CSVPrinter scores)
      throws IOException {
    var images = files.parallelStream().map(ImageFiles::read).toList();
    var maps = detector.detect(images, choice);
    for (int i = 0; i < files.size(); i++) {
      var map = maps.get(i);
      var name = names.of(files.get(i));
      double unit = unit(map);
      write(grey(map, unit), name + "_map.png");
      write(overlay(images.get(i), map), name + "_overlay.png");
      scores.printRecord(
          files.get(i),
          map.score(),
          Float.isFinite(map.imageThreshold()) ? map.imageThreshold() : "",
          map.anomalous(),
          map.prompt(),
          name + "_map.png",
          unit);
    }
  }

  private static BufferedImage overlay(RgbImage image, AnomalyMap map) {
    var resized = PilResize.bilinear(image, map.width(), map.height());
    return HeatMap.of(map).over(resized, map);
  }

  /** The score of one step of the 16-bit map: twice the pixel threshold, or the peak, is white. */
  private static double unit(AnomalyMap map) {
    double most = Float.isFinite(map.pixelThreshold()) ? 2 * map.pixelThreshold() : 0;
    for (float value : map.values()) {
      most = Math.max(most, value);
    }
    return most / LARGEST_VALUE;
  }

  private static BufferedImage grey(AnomalyMap map, double unit) {
    var picture = new BufferedImage(map.width(), map.height(), BufferedImage.TYPE_USHORT_GRAY);
    var raster = picture.getRaster();
    for (int y = 0; y < map.height(); y++) {
      for (int x = 0; x < map.width(); x++) {
        double value = map.values()[y * map.width() + x] / unit;
        raster.setSample(x, y, 0, (int) Math.max(0, Math.min(LARGEST_VALUE, Math.round(value))));
      }
    }
    return picture;
  }

  private void write(BufferedImage picture, String name) throws IOException {
    ImageIO.write(picture, "png", out.resolve(name).toFile());
  }

  /** Names of results: the image's own, numbered where two images share it. */
  private static final class Names {
    private final HashSet<String> taken = new HashSet<>();

    String of(Path file) {
      var stem = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
      var name = stem;
      for (int i = 2; !taken.add(name); i++) {
        name = stem + "_" + i;
      }
      return name;
    }
  }
}
