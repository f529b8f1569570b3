package org.onenip.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.onenip.data.Fingerprint;
import org.onenip.data.PictureFolder;
import org.onenip.data.Sample;
import org.onenip.detect.Detector;
import org.onenip.detect.PromptChoice;
import org.onenip.engine.Devices;
import org.onenip.engine.Precision;
import org.onenip.method.Detectors;
import org.onenip.method.onenip.OneNipDetector;
import org.onenip.method.onenip.Prompt;
import org.onenip.run.Prediction;
import org.onenip.run.RunWeights;
import org.onenip.run.ScoreFiles;
import org.onenip.support.Reasons;
import org.onenip.support.Spelling;
import org.onenip.support.UserError;
import org.onenip.support.WholeFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Scores images: writes scores.csv, and a map and an overlay of each.",
      "NAME_map.png has 16 bits: a value times the column map_unit is the score; "
          + "NAME_overlay.png is the image under its heat map. Files that cannot be read are "
          + "skipped and listed in unreadable.csv. After an interruption the same command goes on "
          + "where it was."
    },
    footer = {
      "",
      "Examples:",
      "  onenip predict --run runs/demo --out seen photo.jpg folder",
      "  onenip predict --run runs/mvtec --out seen --data mvtec --classes bottle"
    })
final class PredictCommand implements Callable<Integer> {
  /** Skipped files to show on the terminal. */
  private static final int FEW = 5;

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

  @Mixin private PrecisionOption precision;

  @Mixin private DataOptions data;

  @Mixin private PlugOptions plugs;

  @Parameters(arity = "0..*", paramLabel = "FILE", description = "Images, or folders of images.")
  private List<Path> inputs = List.of();

  @Override
  public Integer call() {
    var in = precision.orFloat32();
    return in.during(() -> predict(in));
  }

  private int predict(Precision in) {
    plugs.load();
    var files = files();
    try (var console = new Console();
        var detector = Detectors.load(run, Devices.of(device), plugs.trust())) {
      var prediction = new Prediction(detector, choice(detector), out);
      try (var scores = ScoreFiles.open(out, fingerprint(files, in), console)) {
        console.begin("images", files.size());
        try {
          prediction.score(files, scores, console);
        } catch (CancellationException e) {
          console.end();
          System.out.printf(
              "Interrupted after %d of %d images; the same command goes on from there.%n",
              scores.done(), files.size());
          throw e;
        }
        console.end();
        tellSkipped(scores.finish(FEW), scores.skipped(), files.size());
      }
    } catch (IOException e) {
      throw new UserError(
          "The results cannot be written to %s (%s); %s."
              .formatted(out, Reasons.of(e), WholeFile.REMEDY),
          e);
    }
    System.out.println("Scores: " + out.resolve("scores.csv"));
    return 0;
  }

  private PromptChoice choice(Detector detector) {
    if (className == null) {
      return new PromptChoice.Nearest();
    }
    if (!(detector instanceof OneNipDetector oneNip)) {
      throw new UserError(
          "The run in %s is of a method without prompts: leave out --class.".formatted(run));
    }
    var classes = oneNip.prompts().stream().map(Prompt::className).distinct().toList();
    if (!classes.contains(className)) {
      throw new UserError("--class: " + Spelling.unknown("class", className, classes));
    }
    return new PromptChoice.Fixed(className);
  }

  /** All that decides what is written. */
  private String fingerprint(List<Path> files, Precision in) {
    return String.join(
        "; ",
        RunWeights.fingerprint(run),
        "files " + Fingerprint.ofFiles(files.stream()),
        "class " + className,
        "device " + Devices.of(device),
        "precision " + in,
        "plugs " + plugs.fingerprint());
  }

  private void tellSkipped(List<String> first, int skipped, int files) {
    if (skipped > 0) {
      System.out.printf("Skipped %d of %d files:%n", skipped, files);
      first.forEach(reason -> System.out.println("  " + reason));
      System.out.println("Skipped files: " + out.resolve("unreadable.csv"));
    }
  }

  /** The images named, and the test images of --data. */
  private List<Path> files() {
    if (inputs.isEmpty() && !data.given()) {
      throw new UserError("Which images? Name files or folders, or a data set with --data.");
    }
    for (var path : inputs) {
      if (!Files.exists(path)) {
        throw new UserError("The image %s does not exist; check the path.".formatted(path));
      }
    }
    Omissions.tell(
        inputs.stream().flatMap(path -> PictureFolder.omissions(path).stream()).toList());
    var tested = data.given() ? data.open().test() : List.<Sample>of();
    var files =
        Stream.concat(
                inputs.stream().flatMap(path -> PictureFolder.imagesIn(path).stream()),
                tested.stream().map(Sample::image))
            .toList();
    if (files.isEmpty()) {
      throw new UserError(
          "There are no test images in %s; name files or folders.".formatted(data.text()));
    }
    return files;
  }
}
