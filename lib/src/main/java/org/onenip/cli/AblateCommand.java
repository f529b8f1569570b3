package org.onenip.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.onenip.ablation.Grid;
import org.onenip.engine.Devices;
import org.onenip.run.AblationChildren;
import org.onenip.run.AblationWork;
import org.onenip.run.ConfigFile;
import org.onenip.support.FolderLock;
import org.onenip.support.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "ablate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Trains and measures variants of the method from several seeds, and puts them into one table.",
      "That is OUT/GRID/table.csv, .json, .md, .tex and .html. An interrupted ablation goes on with"
          + " the same command; what is done is not done again, and grids of the same OUT share"
          + " their trainings.",
      "",
      "Grids: table4a (decoder × neighbour mask), table4b (streams), table4c (fusion weight), table4d",
      "(pseudo anomalies), synthesis (more kinds of them), recipe (what the short presets add),",
      "prompts, resolution, strategy, depth, setting (one model or one a class), methods; or a file",
      "of your own:",
      "  {\"name\": \"mine\", \"rows\": [",
      "    {\"name\": \"as it is\"},",
      "    {\"name\": \"no mask\", \"set\": {\"model.encoderMask\": false, \"model.decoderMask\": false}},",
      "    {\"name\": \"told\", \"test\": {\"prompt\": \"told\", \"kappa\": \"test\", \"weight\": 0.5}},",
      "    {\"name\": \"UniAD\", \"method\": \"uniad\", \"size\": 256, \"separate\": true}]}"
    },
    footer = {
      "",
      "Examples:",
      "  onenip ablate table4a --data mvtec --textures dtd --preset small --out runs/ablation",
      "  onenip ablate mine.json --data mvtec --preset tiny --size 160 --seeds 1,2,3,4,5 --out runs/mine"
    })
final class AblateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "GRID", description = "A grid's name, or a file *.json.")
  private String grid;

  @Mixin private PlanOptions options;

  @Mixin private PlugOptions plugs;

  @Mixin private ProtocolOptions protocol;

  @Option(names = "--out", required = true, paramLabel = "OUT", description = "Where all goes.")
  private Path out;

  @Option(
      names = "--seeds",
      defaultValue = "3",
      paramLabel = "N|A,B,…",
      description = "How many seeds, counted from 1, or which. Default: ${DEFAULT-VALUE}")
  private String seeds;

  @Option(
      names = "--device",
      paramLabel = "A,B,…",
      description = {
        "cpu, gpu0, …; the first GPU if there is one. With several, as many trainings run at a time,"
            + " each in a process of its own."
      })
  private String device;

  @Option(names = "--only", hidden = true, description = "A single cell: we are a child.")
  private String only;

  @Option(names = "--on", hidden = true, description = "The child's device.")
  private String on;

  @Override
  public Integer call() {
    plugs.load();
    var plan = options.plan(null, null, plugs.trust());
    var chosen = grid(grid);
    try (var console = new Console()) {
      return run(
          new AblationWork(
              chosen,
              new AblationWork.Base(plan, protocol.test(), PlanOptions.open(plan), plugs.trust()),
              seeds(),
              out,
              plugs.fingerprint(),
              console),
          console);
    }
  }

  private int run(AblationWork work, Console console) {
    var devices = device == null ? new String[] {null} : device.split(",");
    if (only != null) {
      work.run(only, on);
      return 0;
    }
    for (var name : devices) {
      Devices.of(name);
    }
    var lock = FolderLock.open(work.folder());
    try (lock) {
      return runAll(work, devices, console);
    }
  }

  private int runAll(AblationWork work, String[] devices, Console console) {
    var report = new AblationReport(work, "onenip " + String.join(" ", arguments()));
    if (devices.length > 1) {
      new AblationChildren(work, Main.class, arguments(), console, report::write)
          .run(List.of(devices));
    } else {
      work.runAll(device, report::write);
    }
    report.write();
    report.print();
    return 0;
  }

  private static Grid grid(String name) {
    return name.endsWith(".json")
        ? Grid.of(ConfigFile.object(Path.of(name)), name)
        : Grid.named(name);
  }

  private List<String> arguments() {
    return spec.root().commandLine().getParseResult().originalArgs();
  }

  private List<Long> seeds() {
    try {
      var chosen =
          seeds.contains(",")
              ? Arrays.stream(seeds.split(",")).map(seed -> Long.valueOf(seed.trim())).toList()
              : LongStream.rangeClosed(1, Long.parseLong(seeds.trim())).boxed().toList();
      if (!chosen.isEmpty() && chosen.stream().distinct().count() == chosen.size()) {
        return chosen;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new UserError(
        "--seeds %s: give their number, or different ones with commas.".formatted(seeds));
  }
}
