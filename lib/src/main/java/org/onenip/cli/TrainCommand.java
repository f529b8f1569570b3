package org.onenip.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.onenip.UserError;
import org.onenip.training.RunFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Trains one model on the normal images of all classes of a data set.",
    footer = {
      "",
      "Examples:",
      "  onenip train --data mvtec --textures dtd --preset small --run runs/mvtec",
      "  onenip train --data mvtec,btad,visa --textures dtd --preset small --run runs/all",
      "  onenip train --resume --run runs/mvtec"
    })
final class TrainCommand implements Callable<Integer> {
  @Mixin private DataOptions data;

  @Option(names = "--run", required = true, paramLabel = "DIR", description = "The run's folder.")
  private Path run;

  @Option(
      names = "--textures",
      paramLabel = "DIR",
      description = "Textures in the layout of DTD; procedural ones unless given.")
  private Path textures;

  @Option(
      names = "--backbone",
      defaultValue = "lite2",
      description = {
        "lite2 (embedded), b0 … b7, lite0 … lite4, NAME=WEIGHTS, or a TorchScript file *.pt.",
        "Default: ${DEFAULT-VALUE}"
      })
  private String backbone;

  @Option(
      names = "--size",
      defaultValue = "224",
      description = "Image side, a multiple of 16. Default: ${DEFAULT-VALUE}")
  private int size;

  @Option(
      names = "--preset",
      defaultValue = "small",
      description = {
        "tiny (about 4 minutes on 2 cores, at --size 160), small (about 30 minutes), or paper (a GPU).",
        "Default: ${DEFAULT-VALUE}"
      })
  private Preset preset;

  @Option(
      names = "--method",
      defaultValue = "onenip",
      description = {
        "onenip; uniad: its forerunner without prompt and refiner; or nearest: the distance to the"
            + " nearest normal patch, which learns nothing and tells what the backbone's features"
            + " alone can do.",
        "Default: ${DEFAULT-VALUE}"
      })
  private Method method;

  @Option(names = "--steps", description = "Optimizer steps instead of the preset's.")
  private Integer steps;

  @Option(names = "--epochs", description = "Passes over the data instead of the preset's steps.")
  private Integer epochs;

  @Option(names = "--batch", description = "Images a step instead of the preset's.")
  private Integer batch;

  @Option(names = "--lr", description = "Base learning rate instead of the preset's.")
  private Double rate;

  @Option(names = "--seed", description = "Seed of everything random; 133 unless given.")
  private Long seed;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      description = "Steps between two checkpoints instead of the preset's.")
  private Integer checkpointEvery;

  @Option(
      names = "--device",
      description =
          "cpu, gpu0, …, or several that share each batch: gpu0,gpu1; the first GPU if there is one.")
  private String device;

  @Option(names = "--resume", description = "Go on where the run was interrupted.")
  private boolean resume;

  @Override
  public Integer call() {
    if (resume) {
      new TrainingRun(run, device).resume();
      return 0;
    }
    var set = data.open();
    if (size < method.smallestSize() || size % 16 != 0) {
      throw new UserError(
          "--size %d is no multiple of 16 from %d up.".formatted(size, method.smallestSize()));
    }
    if (textures != null && method != Method.ONENIP) {
      throw new UserError("--method %s takes no --textures: leave them out.".formatted(method));
    }
    refuseToOverwrite();
    var changes = new RunConfig.Changes(steps, epochs, batch, rate, seed, checkpointEvery);
    if (method == Method.NEAREST && !changes.equals(RunConfig.Changes.NONE)) {
      throw new UserError(
          "--method nearest takes no steps: leave out --steps, --epochs, --batch, --lr, --seed and --checkpoint-every.");
    }
    var choice =
        new RunConfig.Choice(method, data.text(), data.classes(), textures, backbone, size);
    new TrainingRun(run, device).begin(choice, set, preset, changes);
    return 0;
  }

  private void refuseToOverwrite() {
    if (Files.exists(run.resolve("model.safetensors"))) {
      throw new UserError(
          "%s already holds a trained run; choose another folder with --run.".formatted(run));
    }
    if (Files.exists(run.resolve(RunFolder.STATE))) {
      throw new UserError(
          "%s holds an interrupted training; go on with --resume, or choose another --run."
              .formatted(run));
    }
  }
}
