package org.onenip.cli;

import ai.djl.engine.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.onenip.backbone.Backbones;
import org.onenip.bench.Bench;
import org.onenip.bench.BenchReport;
import org.onenip.bench.DeviceParity;
import org.onenip.bench.Effort;
import org.onenip.bench.Group;
import org.onenip.bench.Scale;
import org.onenip.bench.ScaleCurve;
import org.onenip.bench.ScaleReport;
import org.onenip.engine.Devices;
import org.onenip.engine.EngineFolder;
import org.onenip.engine.EngineThreads;
import org.onenip.engine.Precision;
import org.onenip.lab.Project;
import org.onenip.lab.Python;
import org.onenip.lab.PythonEnvironment;
import org.onenip.run.RunPlan;
import org.onenip.support.ClassPath;
import org.onenip.support.Json;
import org.onenip.support.UserError;
import org.onenip.support.WholeFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures how fast this machine is: features, inference, a training step and its "
          + "parts, metrics, images, start-up.",
      "Each as median, least and spread, with peak memory. Where there is a GPU the engine "
          + "works on it, and large batches are measured too.",
      "With --scale, how time and memory grow with batch, image size, prompts and test "
          + "images.",
      "Without weights at hand the backbone gets random ones, which take as long."
    },
    footer = {
      "",
      "Examples:",
      "  onenip bench --quick --backbone lite2",
      "  onenip bench --against-peer --json bench.json",
      "  onenip bench --parity gpu0",
      "  onenip bench --scale --json scale.json"
    })
final class BenchCommand implements Callable<Integer> {
  private static final int STRIDE = 16;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write all figures to this file too.")
  private Path json;

  @Option(
      names = "--backbone",
      defaultValue = "b4",
      paramLabel = "NAME",
      description = "b4 (the paper's), lite2 or another. Default: ${DEFAULT-VALUE}")
  private String backbone;

  @Option(
      names = "--size",
      defaultValue = "224",
      paramLabel = "S",
      description = "Side of the images, a multiple of 16. Default: ${DEFAULT-VALUE}")
  private int size;

  @Option(
      names = "--quick",
      description = "A minute's look: fewer repeats, and without the parts that take long.")
  private boolean quick;

  @Option(
      names = "--scale",
      description = {
        "Measure curves instead: inference over 1 to 32 images a call and over 224 to 448 pixels,",
        "the choice among 1 to 10,000 prompts, pixel metrics over 1 to 100,000 maps; with exponents.",
        "The last takes minutes and 22 GB of the disk; with --quick it stops at 1,000 maps."
      })
  private boolean scale;

  @Option(
      names = "--parity",
      paramLabel = "DEVICE",
      description = {
        "Measure no time, but how far this device, gpu0 for example, comes apart from the CPU:",
        "features, outputs, gradients and the losses of twenty steps, relative to their size."
      })
  private String parity;

  @Mixin private PrecisionOption precision;

  @Option(
      names = "--against-peer",
      description = {
        "Measure a PyTorch program too that does what the published code does, in turn with ours.",
        "Needs Python 3.9 or newer; the first call fetches some 3 GB into the folder .lab."
      })
  private boolean againstPeer;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description = "The Python to make the peer's environment with; python3 by default.")
  private String python;

  @Override
  public Integer call() {
    return precision.orFloat32().during(this::measure);
  }

  private int measure() {
    check();
    if (parity != null) {
      return parity();
    }
    return scale ? curves() : parts();
  }

  private int parity() {
    var device = Devices.of(parity);
    try (var console = new Console()) {
      console.begin("parity", DeviceParity.parts());
      var lines = new DeviceParity(device, console::progress).run();
      console.end();
      tell(
          lines.stream().map(DeviceParity.Line::toString).collect(Collectors.joining("")),
          Json.pretty(lines));
    }
    return 0;
  }

  private int parts() {
    boolean gpu = Engine.getInstance().defaultDevice().isGpu();
    var effort = (quick ? Effort.QUICK : Effort.FULL).withGpu(gpu);
    Optional<Function<Group, ProcessBuilder>> peer =
        againstPeer ? Optional.of(peer(gpu)) : Optional.empty();
    try (var console = new Console()) {
      console.begin("bench", Bench.parts(effort).size());
      var result = new Bench(this::worker, peer, effort, console::progress).run();
      console.end();
      var report = new BenchReport(backbone, size, Backbones.atHand(backbone), result);
      tell(report.text(), report.json());
    }
    return 0;
  }

  private int curves() {
    try (var console = new Console()) {
      console.begin("bench", Scale.points(quick));
      var result = new Scale(this::worker, quick, console::progress).run();
      console.end();
      var report = new ScaleReport(backbone, size, Backbones.atHand(backbone), result);
      tell(report.text(), report.json());
    }
    return 0;
  }

  private void tell(String text, String figures) {
    System.out.print(text);
    if (json != null) {
      WholeFile.write(json, out -> out.write(figures));
    }
  }

  private void check() {
    if (size < 4 * STRIDE || size > RunPlan.LARGEST_SIZE || size % STRIDE != 0) {
      throw new UserError(
          "--size %d is no multiple of 16 from 64 to %d.".formatted(size, RunPlan.LARGEST_SIZE));
    }
    if (againstPeer && !backbone.equals("b4")) {
      throw new UserError("The peer has EfficientNet-B4 alone: leave out --backbone.");
    }
    if (againstPeer && scale) {
      throw new UserError("The peer draws no curves: leave out --against-peer or --scale.");
    }
    if (parity != null && (scale || quick || againstPeer)) {
      throw new UserError("--parity measures no time: leave out --scale, --quick, --against-peer.");
    }
    Backbones.atHand(backbone); // an unknown name is refused before anything is measured
  }

  private ProcessBuilder worker(Group group) {
    return worker(Optional.empty(), Bench.workerClass(group), group.name(), backbone);
  }

  private ProcessBuilder worker(ScaleCurve curve, int x) {
    return worker(curve.heap(), Scale.workerClass(), curve.name(), String.valueOf(x), backbone);
  }

  /**
   * A process of ours, with the environment that the command line gives itself.
   *
   * @param arguments all but the last, the image size
   */
  private ProcessBuilder worker(Optional<String> heap, String program, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.awt.headless=true");
    command.add("-DOPT_OUT_TRACKING=true");
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    command.add("-D%s=%s".formatted(Precision.PROPERTY, Precision.current()));
    heap.ifPresent(most -> command.add("-Xmx" + most));
    command.addAll(List.of("-cp", ClassPath.ours(), program));
    command.addAll(List.of(arguments));
    command.add(String.valueOf(size));
    var builder = new ProcessBuilder(command);
    EngineThreads.addTo(builder.environment());
    EngineFolder.addTo(builder.environment());
    return builder;
  }

  private Function<Group, ProcessBuilder> peer(boolean gpu) {
    var project = Project.find();
    var folder = project.bench();
    var environment =
        new PythonEnvironment(
            "the peer's Python environment, some 3 GB to fetch and 6 GB on the disk,",
            project.lab().resolve("peer"),
            folder.resolve("requirements.txt"),
            folder.resolve("constraints.txt"),
            Optional.empty());
    try (var console = new Console()) {
      environment.make(() -> Python.find(python, Python::version), console);
    }
    var script = folder.resolve("peer.py").toString();
    return group -> {
      var arguments =
          List.of(script, "--size", String.valueOf(size), "--device", gpu ? "cuda" : "cpu");
      var builder = environment.process(arguments);
      EngineThreads.addTo(builder.environment()); // neither side shall spin on a busy machine
      return builder;
    };
  }
}
