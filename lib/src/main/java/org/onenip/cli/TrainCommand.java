package org.onenip.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.onenip.data.ImageSet;
import org.onenip.run.ConfigFile;
import org.onenip.run.RunConfig;
import org.onenip.run.RunPlan;
import org.onenip.run.TrainingRun;
import org.onenip.support.FileNames;
import org.onenip.support.Shell;
import org.onenip.support.UserError;
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
      "  onenip train --data mvtec --set model.decoder=unidirectional --set objective.streams=reconstruction --run runs/other",
      "  onenip train --data mvtec --set model.decoder=mine --plug mine.jsh --run runs/mine",
      "  onenip train --config runs/mvtec/config.json --seed 1 --run runs/mvtec-1",
      "  onenip train --resume --run runs/mvtec"
    })
final class TrainCommand implements Callable<Integer> {
  @Mixin private PlanOptions options;

  @Mixin private PlugOptions plugs;

  @Option(names = "--run", required = true, paramLabel = "DIR", description = "The run's folder.")
  private Path run;

  @Option(
      names = "--method",
      description = {
        "onenip; uniad: its predecessor without prompt and refiner; or nearest: the distance to the"
            + " nearest normal patch, which learns nothing and tells what the backbone's features"
            + " alone can do. Or one of yours, with --plug.",
        "Default: onenip"
      })
  private String method;

  @Option(
      names = "--separate",
      description = {
        "One model for each class, in the folder CLASS of the run's, instead of one for all (the"
            + " published protocol is one for all). What is trained already is left alone, what was"
            + " interrupted goes on."
      })
  private boolean separate;

  @Option(names = "--seed", description = "Seed of everything random; 133 unless given.")
  private Long seed;

  @Option(
      names = "--device",
      description =
          "cpu, gpu0, …, or several that share each batch: gpu0,gpu1; the first GPU if there is one.")
  private String device;

  @Option(
      names = "--resume",
      description = {
        "Go on where the run was interrupted, as it was begun: options beside it have to say the same,"
            + " but for --device, and --data where the same images lie elsewhere now."
      })
  private boolean resume;

  @Override
  public Integer call() {
    plugs.load();
    if (resume) {
      resume(options.given(method, seed, plugs.trust()));
      return 0;
    }
    var plan = options.plan(method, seed, plugs.trust());
    var set = PlanOptions.open(plan);
    if (separate) {
      FileNames.refuseTwins("classes", set.classes());
      set.classes().forEach(name -> trainAlone(plan, set, name));
    } else {
      refuseToOverwrite();
      try (var console = new Console()) {
        new TrainingRun(run, device, console).begin(plan, set);
      }
      sayNext(plan.data());
    }
    return 0;
  }

  private void resume(ConfigFile given) {
    if (separate) {
      throw new UserError(
          "--separate goes on by the same command without --resume: leave one of them out.");
    }
    try (var console = new Console()) {
      new TrainingRun(run, device, console, plugs.trust()).resume(given, options.epochs());
    }
    sayNext(given.data() == null ? RunConfig.read(run).data() : given.data());
  }

  private void sayNext(String images) {
    System.out.printf(
        "Trained; look at it with: onenip evaluate --run %s --data %s --out %s%n",
        Shell.word(run), Shell.word(images), Shell.word(run));
  }

  private void trainAlone(RunPlan plan, ImageSet set, String className) {
    var folder = FileNames.in(run, className);
    System.out.println(className);
    var alone = plan.withClasses(List.of(className));
    var asked = ConfigFile.of(alone, options.given(method, seed, plugs.trust()).settings());
    try (var console = new Console()) {
      var training = new TrainingRun(folder, device, console, plugs.trust());
      if (TrainingRun.trained(folder)) {
        training.refuseOthers(asked, options.epochs());
        System.out.printf("%s holds its model already.%n", folder);
      } else if (TrainingRun.interrupted(folder)) {
        training.resume(asked, options.epochs());
      } else {
        training.begin(alone, set.only(className));
      }
    }
  }

  private void refuseToOverwrite() {
    if (TrainingRun.trained(run)) {
      throw new UserError(
          "%s already holds a trained run; choose another folder with --run.".formatted(run));
    }
    if (TrainingRun.interrupted(run)) {
      throw new UserError(
          "%s holds an interrupted training; go on with --resume, or choose another --run."
              .formatted(run));
    }
  }
}
