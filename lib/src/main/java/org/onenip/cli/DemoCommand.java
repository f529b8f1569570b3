package org.onenip.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.onenip.data.MvtecFolder;
import org.onenip.demo.GeneratedData;
import org.onenip.detect.PromptChoice;
import org.onenip.detect.RunFolder;
import org.onenip.engine.Devices;
import org.onenip.method.Detectors;
import org.onenip.report.DataSheet;
import org.onenip.report.Overlays;
import org.onenip.run.EvaluationKey;
import org.onenip.run.EvaluationRun;
import org.onenip.run.RunConfig;
import org.onenip.run.RunPlan;
import org.onenip.run.TestProtocol;
import org.onenip.run.TrainingRun;
import org.onenip.support.FolderLock;
import org.onenip.support.Reasons;
import org.onenip.support.UserError;
import org.onenip.training.Preset;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows what the library does: generates seven products, trains one model on all of "
          + "them, and writes a report.",
      "It takes about five minutes on two processor cores, and needs no network."
    },
    footer = {"", "Example:", "  onenip demo --out runs/demo"})
final class DemoCommand implements Callable<Integer> {
  private static final int SIZE = 160;
  private static final int SHEET_COLUMNS = 9;
  private static final long DATA_SEED = 133;

  @Option(
      names = "--out",
      defaultValue = "runs/demo",
      paramLabel = "DIR",
      description = "The run's folder. Default: ${DEFAULT-VALUE}")
  private Path out;

  @Option(names = "--steps", description = "Optimizer steps instead of the preset's.")
  private Integer steps;

  @Option(names = "--device", description = "cpu, gpu0, …; the first GPU if there is one.")
  private String device;

  @Override
  public Integer call() {
    var data = out.resolve("products");
    var lock = FolderLock.open(out, ".demo");
    try (lock) { // training and evaluation lock the run themselves
      return demonstrate(data);
    }
  }

  private int demonstrate(Path data) {
    generate(data);
    var set = MvtecFolder.scan(data, List.of());
    Overlays.write(DataSheet.of(set, SHEET_COLUMNS), out.resolve("sheet.jpg"));
    startAfresh();
    try (var console = new Console()) {
      new TrainingRun(out, device, console).begin(plan(data), set);
    }
    System.out.println("Trained: " + out);
    var on = Devices.each(device).get(0);
    try (var console = new Console();
        var detector = Detectors.load(out, on)) {
      var measured = new EvaluationRun(out, out, console);
      var evaluation =
          measured.report(
              detector,
              set,
              batch -> new PromptChoice.Nearest(),
              RunConfig.read(out),
              EvaluationKey.of(out, detector, set, TestProtocol.DEPLOYED, on));
      PrintedFigures.print(evaluation, set.test().size(), out);
      measured.tidy();
    }
    return 0;
  }

  private RunPlan plan(Path data) {
    var settings = new JsonObject();
    if (steps != null) {
      settings.add("steps", new JsonPrimitive(steps));
    }
    return RunPlan.of(data.toString())
        .withPreset(Preset.TINY)
        .withSize(SIZE)
        .with(settings, "--steps");
  }

  private static void generate(Path data) {
    var amounts = GeneratedData.Amounts.defaults();
    try (var console = new Console()) {
      console.begin("images", GeneratedData.total(amounts));
      GeneratedData.write(data, DATA_SEED, amounts, done -> console.progress(done, ""));
      console.end();
    }
  }

  /** A demonstration is shown from its beginning: what an earlier one trained is removed. */
  private void startAfresh() {
    try (var folder = RunFolder.open(out)) {
      for (var name : List.of("model.safetensors", RunFolder.STATE, "log.jsonl")) {
        Files.deleteIfExists(folder.path().resolve(name));
      }
    } catch (IOException e) {
      throw new UserError("The run in %s cannot be replaced: %s.".formatted(out, Reasons.of(e)), e);
    }
  }
}
