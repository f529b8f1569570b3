package org.onenip.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.onenip.report.TableModel.Alignment;
import org.onenip.report.TableModel.Cell;
import org.onenip.report.TableModel.Column;
import org.onenip.report.TableModel.Emphasis;
import org.onenip.report.TableModel.Section;

/** One table in each of its forms, written down by hand; and names that would be more than text. */
class TableModelTest {
  /** Two methods beside each other, as the paper's tables have them. */
  private static final TableModel TABLE =
      new TableModel(
          List.of(
              Column.left("class"),
              Column.right("AUROC").under("ours"),
              Column.right("AP").under("ours"),
              Column.right("AUROC").under("published"),
              Column.of("seen", Alignment.ANY)),
          List.of(
              new Section(
                  "",
                  "",
                  List.of(
                      List.of(
                          Cell.of("bottle"),
                          Cell.percent(0.98765).with(Emphasis.BEST),
                          Cell.percent(0.5).with(Emphasis.WORST),
                          Cell.of(97, 1),
                          Cell.of("+1.7", 1.65).with(Emphasis.STRONG)),
                      List.of(
                          Cell.of("metal_nut"),
                          Cell.percent(null),
                          Cell.percent(Double.NaN),
                          Cell.of(null, 1),
                          Cell.of("")))),
              new Section(
                  "mean",
                  "Over both",
                  List.of(
                      List.of(
                          Cell.of("mean"),
                          Cell.percent(1.0),
                          Cell.of(2L, 0),
                          Cell.of(-0.25, 2),
                          Cell.of("-"))))));

  /** A table of one column with a heading and one cell, both of this text. */
  private static TableModel hostile(String text) {
    return TableModel.of(List.of(Column.left(text)), List.of(List.of(Cell.of(text))));
  }

  private static String csv(TableModel table) {
    var writer = new StringWriter();
    try {
      CsvTable.write(table, writer);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return writer.toString();
  }

  @Test
  void textKeepsDigitsBelowOneAnother() {
    assertEquals(
        """
                         ours published
        class      AUROC   AP     AUROC seen
        bottle      98.8 50.0      97.0 +1.7
        metal_nut      –    –         –
        Over both
        mean       100.0    2     -0.25 -
        """,
        TextTable.of(TABLE, 1));
  }

  @Test
  void textGivesColumnsTheirLeastWidthAndLeavesNoSpaceAtTheEnd() {
    var columns = List.of(Column.left("a").atLeast(4), Column.right("b").atLeast(3));
    var table = TableModel.of(columns, List.of(List.of(Cell.of("long name"), Cell.of(""))));
    assertEquals("a            b\nlong name\n", TextTable.of(table, 2));
    assertEquals("a        b\n", TextTable.of(TableModel.of(columns, List.of()), 3));
  }

  @Test
  void aHeadingOfManyLettersWidensItsGroup() {
    var columns = List.of(Column.left("c"), Column.right("x").under("image AUROC"));
    var table = TableModel.of(columns, List.of(List.of(Cell.of("d"), Cell.of(1, 0))));
    assertEquals(
        """
          image AUROC
        c           x
        d           1
        """,
        TextTable.of(table, 1));
  }

  @Test
  void markdownPutsGroupsIntoTheHead() {
    assertEquals(
        """
        |  | ours |  | published |  |
        | --- | --: | --: | --: | --- |
        | class | AUROC | AP | AUROC | seen |
        | bottle | **98.8** | 50.0 | 97.0 | **+1.7** |
        | metal_nut | – | – | – |  |
        | Over both |  |  |  |  |
        | mean | 100.0 | 2 | -0.25 | - |
        """,
        MarkdownTable.of(TABLE));
  }

  @Test
  void latexIsATabularOfBooktabs() {
    assertEquals(
        """
        \\begin{tabular}{lrrrc}
        \\toprule
        \\multicolumn{1}{c}{} & \\multicolumn{2}{c}{ours} & \\multicolumn{1}{c}{published} & \\multicolumn{1}{c}{} \\\\
        \\cmidrule(lr){2-3}\\cmidrule(lr){4-4}
        class & AUROC & AP & AUROC & seen \\\\
        \\midrule
        bottle & \\textbf{98.8} & 50.0 & 97.0 & \\textbf{+1.7} \\\\
        metal\\_nut & -- & -- & -- &  \\\\
        \\midrule
        \\multicolumn{5}{l}{Over both} \\\\
        mean & 100.0 & 2 & -0.25 & - \\\\
        \\bottomrule
        \\end{tabular}
        """,
        LatexTable.of(TABLE));
  }

  @Test
  void csvHasWholeNumbersAndNothingWhereNothingIs() {
    assertEquals(
        """
        class,ours AUROC,ours AP,published AUROC,seen
        bottle,98.765,50.0,97,1.65
        metal_nut,,,,
        mean,100.0,2,-0.25,'-
        """,
        csv(TABLE));
  }

  @Test
  void htmlNamesWhatAStyleSheetKnows() {
    assertEquals(
        """
        <table class="figures"><thead>\
        <tr><td></td><th colspan="2" scope="colgroup">ours</th><th colspan="1" scope="colgroup">published</th><td></td></tr>\
        <tr><th scope="col">class</th><th scope="col">AUROC</th><th scope="col">AP</th><th scope="col">AUROC</th><th scope="col">seen</th></tr></thead>
        <tbody>\
        <tr><th scope="row">bottle</th><td class="best">98.8</td><td class="worst">50.0</td><td>97.0</td><td class="strong">+1.7</td></tr>\
        <tr><th scope="row">metal_nut</th><td>–</td><td>–</td><td>–</td><td></td></tr></tbody>
        <tbody class="mean">\
        <tr><th colspan="5" scope="rowgroup">Over both</th></tr>\
        <tr><th scope="row">mean</th><td>100.0</td><td>2</td><td>-0.25</td><td>-</td></tr></tbody></table>\
        """,
        HtmlTable.of(TABLE));
  }

  @Test
  void inlineHtmlAsksForTheStyleOfEachElement() {
    var table =
        TableModel.of(
            List.of(Column.right("x & y")), List.of(List.of(Cell.of(1, 1).with(Emphasis.BEST))));
    assertEquals(
        "<table style=\"o\"><tr><th style=\"RIGHT STRONG\">x &amp; y</th></tr>"
            + "<tr><td style=\"RIGHT BEST\">1.0</td></tr></table>",
        HtmlTable.inline(table, "o", (column, emphasis) -> column.alignment() + " " + emphasis));
  }

  @Test
  void noTextBecomesMarkup() {
    var html = "</td><script>alert('a' & \"b\")</script>";
    var escaped = "&lt;/td&gt;&lt;script&gt;alert(&#39;a&#39; &amp; &quot;b&quot;)&lt;/script&gt;";
    assertEquals(
        """
        <table class="figures"><thead><tr><th scope="col">%1$s</th></tr></thead>
        <tbody><tr><th scope="row">%1$s</th></tr></tbody></table>\
        """
            .formatted(escaped),
        HtmlTable.of(hostile(html)));
    assertEquals(
        "| a\\|\\*b\\* \\`c\\` \\\\ &amp;amp; &lt;img> [d]\\(e) |\n| --- |\n"
            .lines()
            .toList()
            .get(0),
        MarkdownTable.of(hostile("a|*b* `c` \\ &amp; <img> [d](e)")).lines().toList().get(0));
    assertEquals(
        "\\textbackslash{}input\\{x\\} 50\\% \\$y\\_z\\$ \\#1 \\textasciitilde{}\\textasciicircum{} \\& $\\pm$ \\\\",
        LatexTable.of(hostile("\\input{x} 50% $y_z$ #1 ~^ & ±")).lines().toList().get(2));
  }

  @Test
  void aStarOrBracketAtARowsBeginningIsNoArgumentOfTheRowBefore() {
    assertEquals("{}[1cm] \\\\", LatexTable.of(hostile("[1cm]")).lines().toList().get(4));
    assertEquals("{}* \\\\", LatexTable.of(hostile(" *")).lines().toList().get(4));
  }

  @Test
  void noTextEndsItsLineOrSpeaksToATerminal() {
    var hostile = hostile("a\nb\u001b[31m\rc");
    assertEquals("a b [31m c\na b [31m c\n", TextTable.of(hostile, 1));
    assertEquals("| a b [31m c |\n| --- |\n| a b [31m c |\n", MarkdownTable.of(hostile));
    assertEquals(6 + 1, LatexTable.of(hostile).lines().count());
  }

  @Test
  void csvTextsAreNoFormulas() {
    for (var text : List.of("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\tx")) {
      assertEquals("'" + text, csv(hostile(text)).lines().toList().get(1));
    }
    for (var number : List.of("-1.5", "+3", "1e-7", "a=b", "")) {
      assertEquals(number, csv(hostile(number)).lines().toList().get(1).replace("\"", ""));
    }
    assertEquals("\"a,\"\"b\"\"\"\n".repeat(2), csv(hostile("a,\"b\"")));
  }

  @Test
  void rowsHaveACellForEachColumn() {
    var columns = List.of(Column.left("a"), Column.left("b"));
    var row = List.of(Cell.of("alone"));
    assertThrows(IllegalArgumentException.class, () -> TableModel.of(columns, List.of(row)));
  }
}
