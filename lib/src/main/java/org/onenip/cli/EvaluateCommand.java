package org.onenip.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.onenip.UserError;
import org.onenip.inference.Detectors;
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
        "How an image gets its prompt: nearest; told (the first of its class); random (of its class);"
            + " averaged (nearest, each class's prompts averaged); wrong (the first of the next"
            + " class); a class's name for all; or image:FILE, a picture of yours.",
        "Default: ${DEFAULT-VALUE}"
      })
  private String prompt;

  @Option(
      names = "--prompts",
      defaultValue = "0",
      paramLabel = "N",
      description = {
        "Draw so many prompts of each class anew from the training images of --data; 0: those of the"
            + " run, and 16 for random and averaged."
      })
  private int prompts;

  @Option(
      names = "--kappa",
      defaultValue = "calibrated",
      paramLabel = "calibrated|test",
      description = {
        "κ measured on training normals, or on the whole test set as published.",
        "Default: ${DEFAULT-VALUE}"
      })
  private TestProtocol.Kappa kappa;

  @Option(
      names = "--weight",
      paramLabel = "W",
      description = "The refiner's weight in the fused map, 0 to 1, instead of the run's.")
  private Double weight;

  @Option(names = "--device", description = "cpu, gpu0, …; the first GPU if there is one.")
  private String device;

  @Override
  public Integer call() {
    plugs.load();
    var protocol = protocol();
    var set = data.open();
    if (set.test().isEmpty()) {
      throw new UserError(
          "There are no test images in %s: put some into CLASS/test/good and CLASS/test/DEFECT."
              .formatted(data.text()));
    }
    var config = RunConfig.read(run);
    try (var console = new Console();
        var detector = Detectors.load(run, Devices.of(device))) {
      var prepared = protocol.prepare(detector, set, console);
      new EvaluationRun(run, out, console)
          .report(prepared.detector(), set, prepared.choice(), config);
    }
    return 0;
  }

  private TestProtocol protocol() {
    try {
      return new TestProtocol(prompt, prompts, kappa, weight);
    } catch (IllegalArgumentException e) {
      throw new UserError("%s; see onenip evaluate --help.".formatted(e.getMessage()), e);
    }
  }
}
