package org.onenip.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.onenip.data.DataSets;
import org.onenip.data.Listing;
import org.onenip.data.check.CheckReport;
import org.onenip.data.check.CheckedClass;
import org.onenip.data.check.Counts;
import org.onenip.data.check.DataCheck;
import org.onenip.data.check.Finding;
import org.onenip.report.TableModel;
import org.onenip.report.TableModel.Cell;
import org.onenip.report.TableModel.Column;
import org.onenip.report.TextTable;
import org.onenip.support.WholeFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Looks at every file of a data set and says what is wrong.",
      "That is: what is missing, unreadable or oddly sized, which pictures are both trained and tested"
          + " on, and how the counts compare with the published ones.",
      "Exit code 0 if nothing has to be mended, 1 otherwise."
    },
    footer = {
      "",
      "Examples:",
      "  onenip data check mvtec",
      "  onenip data check mvtec,btad,visa --json check.json"
    })
final class DataCheckCommand implements Callable<Integer> {
  private static final int SHOWN = 10;

  @Parameters(arity = "1..*", paramLabel = "DATA", description = "As --data takes it.")
  private List<String> data;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Writes all counts and findings there, for machines.")
  private Path json;

  @Override
  public Integer call() {
    var report = check(list());
    if (json != null) {
      WholeFile.write(json, writer -> writer.append(CheckJson.of(report)));
    }
    print(report);
    return report.sound() ? 0 : 1;
  }

  private Listing list() {
    try (var progress = new FetchProgress()) {
      return DataSets.list(String.join(",", data), progress);
    }
  }

  private static CheckReport check(Listing listing) {
    try (var bar = Console.bar("images", listing.train().size() + listing.test().size())) {
      return DataCheck.check(listing, bar::stepTo);
    }
  }

  private static void print(CheckReport report) {
    System.out.printf(
        "%s, layout %s%s%n",
        report.name(),
        report.layout(),
        report.published().isEmpty()
            ? ""
            : "; in brackets what %s has".formatted(String.join(", ", report.published())));
    System.out.print(TextTable.of(table(report), 2));
    for (var kind : Finding.Kind.values()) {
      print(kind, report.findings().stream().filter(f -> f.kind() == kind).toList());
    }
    long wrong = report.findings().stream().filter(finding -> finding.kind().wrong()).count();
    System.out.println(
        wrong == 0 ? "Nothing has to be mended." : "To be mended: %d.".formatted(wrong));
  }

  private static TableModel table(CheckReport report) {
    var columns =
        List.of(
            Column.left("class").atLeast(19),
            Column.right("train").atLeast(13),
            Column.right("good").atLeast(12),
            Column.right("defective").atLeast(12),
            Column.left(""));
    return TableModel.of(columns, report.classes().stream().map(DataCheckCommand::row).toList());
  }

  private static List<Cell> row(CheckedClass checked) {
    return List.of(
        Cell.of(checked.name()),
        count(checked, Counts::train),
        count(checked, Counts::good),
        count(checked, Counts::defective),
        Cell.of(
            checked.kinds().entrySet().stream()
                .map(kind -> kind.getKey() + " " + kind.getValue())
                .collect(Collectors.joining(", "))));
  }

  private static Cell count(CheckedClass checked, ToIntFunction<Counts> of) {
    int count = of.applyAsInt(checked.counts());
    return checked.published() == null
        ? Cell.of(count, 0)
        : Cell.of("%d (%d)".formatted(count, of.applyAsInt(checked.published())), count);
  }

  private static void print(Finding.Kind kind, List<Finding> findings) {
    var word = kind.wrong() ? "wrong" : "note";
    findings.stream()
        .limit(SHOWN)
        .forEach(finding -> System.out.printf("%s: %s%n", word, finding.message()));
    if (findings.size() > SHOWN) {
      System.out.printf(
          "%s: … and %d more of this sort; --json lists all.%n", word, findings.size() - SHOWN);
    }
  }
}
