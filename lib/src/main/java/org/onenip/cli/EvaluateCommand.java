package org.onenip.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import org.onenip.data.ImageSet;
import org.onenip.engine.Devices;
import org.onenip.engine.Precision;
import org.onenip.method.Detectors;
import org.onenip.run.EvaluationKey;
import org.onenip.run.EvaluationRun;
import org.onenip.run.RunConfig;
import org.onenip.run.TestProtocol;
import org.onenip.support.FileNames;
import org.onenip.support.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures a trained run on test images and writes report.json and report.html.",
      "Images that cannot be read, or whose masks cannot be used, are skipped and listed. "
          + "After an interruption the same command goes on where it was."
    },
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

  @Mixin private ProtocolOptions protocol;

  @Option(
      names = "--separate",
      description = {
        "The run is of train --separate: each class is measured by its own model, into the folder"
            + " CLASS of --out."
      })
  private boolean separate;

  @Option(names = "--device", description = "cpu, gpu0, …; the first GPU if there is one.")
  private String device;

  @Mixin private PrecisionOption precision;

  @Override
  public Integer call() {
    var in = precision.orFloat32();
    return in.during(() -> evaluate(in));
  }

  private int evaluate(Precision in) {
    plugs.load();
    var test = protocol.test();
    var set = data.open();
    if (set.test().isEmpty()) {
      throw new UserError(
          "There are no test images in %s: put some into CLASS/test/good and CLASS/test/DEFECT."
              .formatted(data.text()));
    }
    var parts = new ArrayList<EvaluationRun>();
    if (separate) {
      FileNames.refuseTwins("classes", set.classes());
      for (var name : set.classes()) {
        System.out.println(name);
        parts.add(
            measure(FileNames.in(run, name), test, set.only(name), FileNames.in(out, name), in));
      }
    } else {
      parts.add(measure(run, test, set, out, in));
    }
    parts.forEach(EvaluationRun::tidy);
    return 0;
  }

  private EvaluationRun measure(Path run, TestProtocol test, ImageSet set, Path out, Precision in) {
    var config = RunConfig.read(run);
    var on = Devices.of(device);
    try (var console = new Console();
        var detector = Detectors.load(run, on, plugs.trust())) {
      var prepared = test.prepare(run, detector, set, console);
      var key =
          String.join(
              "; ",
              EvaluationKey.of(run, prepared.detector(), set, test, on),
              "plugs " + plugs.fingerprint());
      if (in != Precision.FLOAT32) { // what was measured before goes on
        key += "; precision " + in;
      }
      var measured = new EvaluationRun(run, out, console);
      var evaluation = measured.report(prepared.detector(), set, prepared.choice(), config, key);
      PrintedFigures.print(evaluation, set.test().size(), out);
      return measured;
    }
  }
}
