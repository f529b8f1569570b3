package org.onenip.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.onenip.UserError;
import org.onenip.data.ImageSet;
import org.onenip.data.Sample;
import org.onenip.inference.Calibration;
import org.onenip.inference.Detector;
import org.onenip.inference.Detectors;
import org.onenip.inference.OneNipDetector;
import org.onenip.inference.PromptChoice;
import org.onenip.training.DetectorAssembly;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Measures a trained run on test images and writes report.json and report.html.",
    footer = {
      "",
      "Example:",
      "  onenip evaluate --run runs/mvtec --data mvtec --out runs/mvtec",
      "As the published evaluation does it (told the class, random prompt, κ of the test set):",
      "  onenip evaluate --run runs/mvtec --data mvtec --prompt random --kappa test --out published"
    })
final class EvaluateCommand implements Callable<Integer> {
  @Option(names = "--run", required = true, paramLabel = "DIR", description = "A trained run.")
  private Path run;

  @Mixin private DataOptions data;

  @Mixin private PlugOptions plugs;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where the report goes; it may be the run's folder.")
  private Path out;

  @Option(
      names = "--prompt",
      defaultValue = "nearest",
      paramLabel = "CHOICE",
      description = {
        "How an image gets its prompt: nearest, told (the first of its class), random (of its class)"
            + " or a class's name for all.",
        "Default: ${DEFAULT-VALUE}"
      })
  private String prompt;

  @Option(
      names = "--kappa",
      defaultValue = "calibrated",
      paramLabel = "calibrated|test",
      description = {
        "κ measured on training normals, or on the whole test set as published.",
        "Default: ${DEFAULT-VALUE}"
      })
  private Kappa kappa;

  @Option(
      names = "--weight",
      paramLabel = "W",
      description = "The refiner's weight in the fused map, 0 to 1, instead of the run's.")
  private Double weight;

  @Option(names = "--device", description = "cpu, gpu0, …; the first GPU if there is one.")
  private String device;

  /** Where κ comes from. */
  enum Kappa {
    CALIBRATED,
    TEST;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  @Override
  public Integer call() {
    plugs.load();
    if (weight != null && !(weight >= 0 && weight <= 1)) {
      throw new UserError("--weight %s is not between 0 and 1.".formatted(weight));
    }
    var set = data.open();
    if (set.test().isEmpty()) {
      throw new UserError(
          "There are no test images in %s: put some into CLASS/test/good and CLASS/test/DEFECT."
              .formatted(data.text()));
    }
    var choice = Prompts.parse(prompt);
    var config = RunConfig.read(run);
    try (var console = new Console();
        var detector = Detectors.load(run, Devices.of(device))) {
      var chosen =
          detector instanceof OneNipDetector oneNip
              ? adapted(oneNip, set, choice, console)
              : plain(detector);
      new EvaluationRun(run, out, console).report(chosen, set, choice, config);
    }
    return 0;
  }

  private OneNipDetector adapted(
      OneNipDetector detector,
      ImageSet set,
      Function<List<Sample>, PromptChoice> choice,
      Console console) {
    var chosen =
        detector.prompts().isEmpty()
            ? DetectorAssembly.forData(
                detector.extractor().backbone(), detector.network(), set, console)
            : detector;
    if (weight != null) {
      chosen = chosen.with(Calibration.of(chosen.calibration().kappa(), weight));
    }
    return kappa == Kappa.TEST ? TestSetKappa.apply(chosen, set, choice, console) : chosen;
  }

  private Detector plain(Detector detector) {
    if (weight != null || kappa == Kappa.TEST || !prompt.equals(Prompts.NEAREST)) {
      throw new UserError(
          "The run in %s is of a method without prompts and refiner: leave out --prompt, --kappa and --weight."
              .formatted(run));
    }
    return detector;
  }
}
