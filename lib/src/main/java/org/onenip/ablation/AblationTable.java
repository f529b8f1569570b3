package org.onenip.ablation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.onenip.evaluation.Measure;

/**
 * An ablation's table: of each row and measure the mean over the seeds, its deviation, and the
 * paired difference from the first row.
 *
 * @param grid its rows
 * @param lines of the rows that have any result, in the grid's order
 * @param cells all that they are made of
 */
public record AblationTable(Grid grid, List<Line> lines, List<Cell> cells) {
  /**
   * One row.
   *
   * @param name its name
   * @param seeds those that it has
   * @param estimates where the measure can be had
   * @param differences from the first row; empty for the first
   */
  public record Line(
      String name,
      List<Long> seeds,
      Map<Measure, Estimate> estimates,
      Map<Measure, PairedDifference> differences) {}

  /** Makes the table of the results so far. */
  public static AblationTable of(Grid grid, List<Cell> cells) {
    var first = bySeed(grid.rows().get(0), cells);
    var lines = new ArrayList<Line>();
    for (var row : grid.rows()) {
      var own = bySeed(row, cells);
      if (!own.isEmpty()) {
        lines.add(line(row.name(), own, lines.isEmpty() ? Map.of() : first));
      }
    }
    return new AblationTable(grid, List.copyOf(lines), List.copyOf(cells));
  }

  /** What trainings warned of, with the row and the seed. */
  public List<String> warnings() {
    return cells.stream()
        .flatMap(
            cell ->
                cell.warnings().stream()
                    .map(w -> "%s, seed %d: %s".formatted(cell.row(), cell.seed(), w)))
        .toList();
  }

  private static Map<Long, Cell> bySeed(GridRow row, List<Cell> cells) {
    return cells.stream()
        .filter(cell -> cell.row().equals(row.name()))
        .collect(Collectors.toMap(Cell::seed, cell -> cell));
  }

  private static Line line(String name, Map<Long, Cell> own, Map<Long, Cell> first) {
    var seeds = own.keySet().stream().sorted().toList();
    var estimates = new EnumMap<Measure, Estimate>(Measure.class);
    var differences = new EnumMap<Measure, PairedDifference>(Measure.class);
    for (var measure : Measure.values()) {
      var values =
          seeds.stream().map(s -> measure.of(own.get(s).mean())).filter(Objects::nonNull).toList();
      if (!values.isEmpty()) {
        estimates.put(measure, Estimate.of(values));
      }
      var paired =
          seeds.stream()
              .filter(first::containsKey)
              .map(s -> difference(measure, own.get(s), first.get(s)))
              .filter(Objects::nonNull)
              .toList();
      if (!paired.isEmpty()) {
        differences.put(measure, PairedDifference.of(paired));
      }
    }
    return new Line(name, seeds, estimates, differences);
  }

  private static Double difference(Measure measure, Cell own, Cell first) {
    var value = measure.of(own.mean());
    var reference = measure.of(first.mean());
    return value == null || reference == null ? null : value - reference;
  }
}
