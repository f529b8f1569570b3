package org.onenip.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.onenip.UserError;
import org.onenip.training.Methods;
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

  @Mixin private PlugOptions plugs;

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
        "lite2 (embedded), b0 … b7, lite0 … lite4, NAME=WEIGHTS, a TorchScript file *.pt, or one of"
            + " yours, with --plug.",
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
            + " alone can do. Or one of yours, with --plug.",
        "Default: ${DEFAULT-VALUE}"
      })
  private String method;

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

  @Option(names = "--device", description = "cpu, gpu0, …; the first GPU if there is one.")
  private String device;

  @Option(names = "--resume", description = "Go on where the run was interrupted.")
  private boolean resume;

  @Override
  public Integer call() {
    plugs.load();
    if (resume) {
      new TrainingRun(run, device).resume();
      return 0;
    }
    var recipe = Methods.named(method);
    var set = data.open();
    if (size < recipe.smallestSize() || size % 16 != 0) {
      throw new UserError(
          "--size %d is no multiple of 16 from %d up.".formatted(size, recipe.smallestSize()));
    }
    if (textures != null && !recipe.usesTextures()) {
      throw new UserError("--method %s takes no --textures: leave them out.".formatted(method));
    }
    refuseToOverwrite();
    var changes = new RunConfig.Changes(steps, epochs, batch, rate, seed, checkpointEvery);
    if (!changes.equals(RunConfig.Changes.NONE)
        && recipe.settings(preset.settings(1, size / 16, 1)) == null) {
      throw new UserError(
          "--method %s takes no steps: leave out --steps, --epochs, --batch, --lr, --seed and --checkpoint-every."
              .formatted(method));
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
