package org.onenip.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.onenip.evaluation.PublishedComparison;
import org.onenip.evaluation.PublishedFigures;
import org.onenip.evaluation.PublishedSet;
import org.onenip.method.nearest.NearestNeighborMethod;
import org.onenip.method.uniad.UniAdMethod;
import org.onenip.report.ComparisonTable;
import org.onenip.report.CsvTable;
import org.onenip.run.MeasuredRun;
import org.onenip.support.UserError;
import org.onenip.support.WholeFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Prints what evaluate measured of a run beside published figures, class by class, with the"
          + " difference in points.",
      "Exit code 0 whatever the figures are; nothing is measured here."
    },
    footer = {
      "",
      "Examples:",
      "  onenip compare --run runs/mvtec --published mvtec",
      "  onenip compare --run runs/uniad --published visa --method UniAD --csv visa.csv",
      "  onenip compare --run runs/all --published all --source v2 --resolution 320",
      "Runs trained class by class, in runs/separate/bottle, runs/separate/cable …:",
      "  onenip compare --run runs/separate --published mvtec --markdown mvtec.md"
    })
final class CompareCommand implements Callable<Integer> {
  private static final String PAPER = "paper";
  private static final String V2 = "v2";
  private static final String ONENIP = "OneNIP";
  private static final String PUBLISHED_BACKBONE = "b4";

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description = "An evaluated run, or a folder of runs trained class by class.")
  private Path run;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "The report.json, where it lies elsewhere.")
  private Path report;

  @Option(
      names = "--published",
      required = true,
      paramLabel = "mvtec|btad|visa|all",
      description = "What the published model was trained on; all: one model of the three sets.")
  private String published;

  @Option(
      names = "--source",
      defaultValue = PAPER,
      paramLabel = "paper|v2",
      description =
          "The paper's tables, or the authors' later checkpoints. Default: ${DEFAULT-VALUE}")
  private String source;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      description = {
        "The paper's column: CS-Flow, PaDiM, DFM, PatchCore, CFA, DRAEM, SimpleNet, UniAD or OneNIP.",
        "Default: the run's method where the paper has it, else OneNIP"
      })
  private String method;

  @Option(
      names = "--resolution",
      paramLabel = "224|256|320",
      description = "Which v2 checkpoint. Default: the image size of the run")
  private Integer resolution;

  @Option(
      names = "--tolerance",
      defaultValue = "1.0",
      paramLabel = "POINTS",
      description = "Marks larger differences. Default: ${DEFAULT-VALUE}")
  private double tolerance;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "Writes the figures there, with six decimals.")
  private Path csv;

  @Option(names = "--markdown", paramLabel = "FILE", description = "Writes the table there.")
  private Path markdown;

  @Override
  public Integer call() {
    if (run == null && report == null) {
      throw new UserError("What was measured? Name a run with --run, or a file with --report.");
    }
    if (!(tolerance >= 0)) {
      throw new UserError("--tolerance %s is no number of points from 0 up.".formatted(tolerance));
    }
    var set = Choices.of("--published", published, List.of(PublishedSet.values()), "--published");
    var from = Choices.of("--source", source, List.of(PAPER, V2), "--source");
    var measured = MeasuredRun.read(run, report);
    var figures = from.equals(V2) ? v2(set, measured) : paper(set, measured);
    var comparison = PublishedComparison.of(measured.classes(), figures);
    if (comparison.rows().isEmpty()) {
      throw new UserError(noneInCommon(measured, set));
    }
    var table = new ComparisonTable(comparison, heading(measured, figures), tolerance);
    System.out.print(table.text());
    if (csv != null) {
      WholeFile.write(csv, writer -> CsvTable.write(table.figures(), writer));
    }
    if (markdown != null) {
      WholeFile.write(markdown, writer -> writer.append(table.markdown()));
    }
    return 0;
  }

  private PublishedFigures paper(PublishedSet set, MeasuredRun measured) {
    if (resolution != null) {
      throw new UserError(
          "The paper's tables by class are at 224 pixels alone: leave out --resolution, or add --source v2.");
    }
    var methods = PublishedFigures.paperMethods(set);
    var where = "The paper's table of %s".formatted(set.title());
    var chosen =
        method != null ? Choices.of("--method", method, methods, where) : ownMethod(measured);
    return PublishedFigures.paper(set, chosen);
  }

  private static String ownMethod(MeasuredRun measured) {
    return measured
        .trained()
        .filter(trained -> trained.method().equals(UniAdMethod.NAME))
        .map(trained -> "UniAD")
        .orElse(ONENIP);
  }

  private PublishedFigures v2(PublishedSet set, MeasuredRun measured) {
    if (method != null) {
      Choices.of("--method", method, List.of(ONENIP), "--source v2");
    }
    var sizes = PublishedFigures.v2Sizes();
    var size = resolution != null ? resolution : measured.trained().map(t -> t.size()).orElse(null);
    if (size == null) {
      throw new UserError(
          "No config.json beside %s tells the image size: choose --resolution 224, 256 or 320."
              .formatted(measured.place()));
    }
    if (!sizes.contains(size)) {
      throw new UserError(
          "There is no v2 checkpoint of %d pixels, but of 224, 256 and 320; the nearest is --resolution %d."
              .formatted(
                  size,
                  sizes.stream().min(Comparator.comparingInt(s -> Math.abs(s - size))).get()));
    }
    return PublishedFigures.v2(set, size);
  }

  /** What is shown, and what is not alike on the two sides. */
  private static List<String> heading(MeasuredRun measured, PublishedFigures figures) {
    var heading = new ArrayList<String>();
    heading.add("%s beside %s.".formatted(measured.place(), figures.title()));
    measured
        .trained()
        .ifPresent(
            trained -> {
              if (trained.method().equals(NearestNeighborMethod.NAME)) {
                heading.add("Not alike: the run's method is nearest, which was not published.");
              }
              if (!trained.backbone().split("=", 2)[0].equals(PUBLISHED_BACKBONE)) {
                heading.add(
                    "Not alike: the run's backbone is %s, the published one b4."
                        .formatted(trained.backbone()));
              }
              if (trained.size() != figures.size()) {
                heading.add(
                    "Not alike: the run's images have %d pixels, the published ones %d."
                        .formatted(trained.size(), figures.size()));
              }
            });
    return heading;
  }

  private static String noneInCommon(MeasuredRun measured, PublishedSet set) {
    var nearest =
        Stream.of(PublishedSet.values())
            .max(Comparator.comparingInt(other -> common(measured, other)))
            .filter(other -> common(measured, other) > 0)
            .map("take --published %s"::formatted)
            .orElse("nor of another set: classes are paired by their names");
    return "No class of %s (%s) was published of %s; %s."
        .formatted(
            measured.place(),
            measured.classes().keySet().stream().limit(5).collect(Collectors.joining(", ")),
            set.title(),
            nearest);
  }

  private static int common(MeasuredRun measured, PublishedSet set) {
    return PublishedComparison.of(measured.classes(), PublishedFigures.paper(set, ONENIP))
        .rows()
        .size();
  }
}
