package org.onenip.run;

import static org.onenip.run.TestProtocol.DEPLOYED;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.onenip.ablation.Cell;
import org.onenip.ablation.CellFile;
import org.onenip.ablation.Grid;
import org.onenip.ablation.GridRow;
import org.onenip.backbone.Backbones;
import org.onenip.backbone.Trust;
import org.onenip.data.Fingerprint;
import org.onenip.data.ImageSet;
import org.onenip.detect.RunFolder;
import org.onenip.detect.StepListener;
import org.onenip.engine.Devices;
import org.onenip.evaluation.DetectorEvaluator;
import org.onenip.evaluation.Figures;
import org.onenip.method.Detectors;
import org.onenip.method.onenip.OneNipDetector;
import org.onenip.report.Format;
import org.onenip.support.Checksum;
import org.onenip.support.FileNames;
import org.onenip.support.Overrides;
import org.onenip.support.Reasons;
import org.onenip.support.UserError;

/**
 * The cells of an ablation, each a row with a seed: trains what is missing, measures it, and keeps
 * the figures in a file by which they are found again. Trainings lie beside the grids' folders,
 * under a name that is made of all that goes into them, so that rows and grids share them.
 */
public final class AblationWork {
  private static final Gson JSON = new GsonBuilder().setPrettyPrinting().create();

  /** Digits of a training's key in its folder's name. */
  private static final int KEY_SHOWN = 16;

  private final Grid grid;
  private final ImageSet set;
  private final Path out;
  private final String plugs;
  private final Trust trust;
  private final StepListener listener;
  private final Map<String, Task> tasks = new LinkedHashMap<>();

  /**
   * One cell.
   *
   * @param row of the grid
   * @param seed of its trainings
   * @param plan what is trained
   * @param test how it is measured
   * @param file of its figures
   */
  private record Task(GridRow row, long seed, RunPlan plan, TestProtocol test, CellFile file) {}

  /**
   * What every row changes.
   *
   * @param plan what is trained
   * @param test how it is measured
   * @param set the plan's images
   * @param trust in code that comes with a backbone
   */
  public record Base(RunPlan plan, TestProtocol test, ImageSet set, Trust trust) {}

  /**
   * Checks all rows before any is trained.
   *
   * @param plugs checksums of the user's files: what they changed is trained anew
   * @param trust whether TorchScript modules of finished trainings may run that differ from the
   *     plan's
   * @param listener hears of each cell, and may stop it
   * @throws UserError if a row cannot be had
   */
  public AblationWork(
      Grid grid, Base base, List<Long> seeds, Path out, String plugs, StepListener listener) {
    this.grid = grid;
    this.set = base.set();
    this.out = out;
    this.plugs = plugs;
    this.trust = base.trust();
    this.listener = listener;
    if (set.test().isEmpty()) {
      throw new UserError(
          "There are no test images in %s to measure by.".formatted(base.plan().data()));
    }
    for (long seed : seeds) { // outermost: an interrupted ablation has all rows of some seeds
      for (int i = 0; i < grid.rows().size(); i++) {
        var row = grid.rows().get(i);
        var name = "row-%d-seed-%d".formatted(i + 1, seed);
        tasks.put(
            name,
            new Task(
                row,
                seed,
                plan(base.plan(), row, seed),
                test(base.test(), row),
                new CellFile(folder().resolve(name + ".json"))));
      }
    }
  }

  private static RunPlan plan(RunPlan plan, GridRow row, long seed) {
    var source = "row \"%s\"".formatted(row.name());
    var own = row.method() == null ? plan : plan.withMethod(row.method());
    own = row.neck() == null ? own : own.withNeck(row.neck());
    own = row.size() == null ? own : own.withSize(row.size());
    own = own.with(row.set(), source);
    own.check();
    return own.hasSettings() ? own.withSeed(seed) : own;
  }

  private static TestProtocol test(TestProtocol base, GridRow row) {
    return Overrides.apply(base, row.test(), "row \"%s\"".formatted(row.name()));
  }

  /** The rows. */
  public Grid grid() {
    return grid;
  }

  /** Where the grid's table goes. */
  public Path folder() {
    return out.resolve(grid.name());
  }

  /** The names of the cells that are not done, in the order in which they are to be. */
  List<String> open() {
    return tasks.keySet().stream().filter(Predicate.not(this::done)).toList();
  }

  /** The open cells, those that share their trainings together. */
  List<List<String>> groups() {
    return List.copyOf(
        open().stream()
            .collect(
                Collectors.groupingBy(
                    name -> trainings(tasks.get(name)), LinkedHashMap::new, Collectors.toList()))
            .values());
  }

  private List<String> trainings(Task task) {
    return task.row().separate()
        ? set.classes().stream()
            .map(name -> trainingKey(task.plan().withClasses(List.of(name)), set.only(name)))
            .toList()
        : List.of(trainingKey(task.plan(), set));
  }

  /** What a cell is called to people. */
  String title(String name) {
    var task = tasks.get(name);
    return "%s, seed %d".formatted(task.row().name(), task.seed());
  }

  private boolean done(String name) {
    return stored(tasks.get(name)).isPresent();
  }

  /** The cells that are done. */
  public List<Cell> cells() {
    return tasks.values().stream().flatMap(task -> stored(task).stream()).toList();
  }

  private Optional<Cell> stored(Task task) {
    return task.file().read(task.row().name(), task.seed(), key(task));
  }

  /** All that goes into a cell's figures. */
  private String key(Task task) {
    return Checksum.sha256(
        (trainings(task) + JSON.toJson(task.test()) + Fingerprint.of(set.test()))
            .getBytes(StandardCharsets.UTF_8));
  }

  /** All that goes into a training. */
  private String trainingKey(RunPlan plan, ImageSet set) {
    var json = plan.essence(set.train().size());
    if (plan.plugged()) {
      json.addProperty("plugs", plugs);
    }
    json.addProperty("images", Fingerprint.of(set.train()));
    return Checksum.sha256(json.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Does what is open, one after the other.
   *
   * @param after is called after each cell
   */
  public void runAll(String device, Runnable after) {
    var open = open();
    listener.say("%d of %d cells are done.".formatted(tasks.size() - open.size(), tasks.size()));
    for (int i = 0; i < open.size(); i++) {
      listener.say("[%d of %d] %s".formatted(i + 1, open.size(), title(open.get(i))));
      run(open.get(i), device);
      after.run();
    }
  }

  /** Trains and measures one cell. */
  public void run(String name, String device) {
    var task = tasks.get(name);
    if (task == null) {
      throw new UserError("There is no cell \"%s\".".formatted(name));
    }
    var classes = new TreeMap<String, Figures>();
    var warnings = new ArrayList<String>();
    if (task.row().separate()) {
      for (var className : set.classes()) {
        var alone = task.plan().withClasses(List.of(className));
        classes.putAll(measure(task, alone, set.only(className), device, warnings));
      }
    } else {
      classes.putAll(measure(task, task.plan(), set, device, warnings));
    }
    var mean = Figures.mean(classes.values());
    listener.say(
        "%s: image AUROC %s, pixel AP %s"
            .formatted(
                title(name), Format.percent(mean.imageAuroc()), Format.percent(mean.pixelAp())));
    var cell = new Cell(task.row().name(), task.seed(), classes, mean, warnings);
    task.file().write(cell, key(task));
  }

  private Map<String, Figures> measure(
      Task task, RunPlan plan, ImageSet images, String device, List<String> warnings) {
    var name =
        FileNames.of(plan.method()) + "-" + trainingKey(plan, images).substring(0, KEY_SHOWN);
    var run = out.resolve("trained").resolve(name);
    train(plan, images, run, device);
    warnings.addAll(RunFolder.warnings(run));
    try (var detector = Detectors.load(run, Devices.of(device), trust(plan, run))) {
      // a method that can be measured in one way only does not hear of the command's
      var own = detector instanceof OneNipDetector ? task.test() : test(DEPLOYED, task.row());
      var prepared = own.prepare(run, detector, images, listener);
      listener.begin("evaluation", images.test().size());
      try {
        var evaluation =
            DetectorEvaluator.evaluate(
                prepared.detector(), images, prepared.choice(), 0, listener::count);
        if (!evaluation.skipped().isEmpty()) { // rows of a table have to be of the same images
          throw new UserError(evaluation.skipped().get(0).reason());
        }
        return evaluation.classes();
      } finally {
        listener.end();
      }
    }
  }

  /** The user named the plan's module, and so trusts a copy of it. */
  private Trust trust(RunPlan plan, Path run) {
    return Backbones.isCopied(plan.backbone(), run) ? Trust.TORCH_SCRIPT : trust;
  }

  private void train(RunPlan plan, ImageSet images, Path run, String device) {
    if (TrainingRun.trained(run)) {
      return;
    }
    if (TrainingRun.interrupted(run)) {
      boolean named = RunConfig.read(run).backbone().equals(plan.backbone());
      new TrainingRun(run, device, listener, named ? Trust.TORCH_SCRIPT : trust).resume();
    } else {
      new TrainingRun(run, device, listener).begin(plan, images);
    }
    try {
      Files.deleteIfExists(run.resolve(RunFolder.STATE)); // thrice the network, needed no more
    } catch (IOException e) {
      throw new UserError("%s cannot be tidied: %s.".formatted(run, Reasons.of(e)), e);
    }
  }
}
