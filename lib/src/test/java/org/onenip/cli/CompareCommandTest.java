package org.onenip.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.onenip.cli.Outcome.refused;
import static org.onenip.cli.Outcome.run;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Yours beside the published; the reports are written by hand. */
class CompareCommandTest {
  @TempDir Path folder;

  /** A report whose class has this image AUROC, image AP, pixel AUROC and pixel AP. */
  private static Map<String, Object> figures(Double... rates) {
    var figures = new HashMap<String, Object>(Map.of("images", 83));
    var keys = List.of("i_auroc", "i_ap", "p_auroc", "p_ap");
    for (int i = 0; i < rates.length; i++) {
      figures.put(keys.get(i), rates[i]);
    }
    return figures;
  }

  private Path report(String name, Map<String, ?> classes) throws IOException {
    var file = folder.resolve(name).resolve("report.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, new Gson().toJson(Map.of("classes", classes)));
    return file.getParent();
  }

  private Path config(String name, String method, String backbone, int size) throws IOException {
    var config = Map.of("method", method, "backbone", backbone, "size", size, "data", "mvtec");
    Files.createDirectories(folder.resolve(name));
    Files.writeString(folder.resolve(name).resolve("config.json"), new Gson().toJson(config));
    return folder.resolve(name);
  }

  private Path twoClasses() throws IOException {
    var classes = new LinkedHashMap<String, Object>();
    classes.put("bottle", figures(1.0, 0.999, 0.97, 0.8));
    classes.put("metal_nut", figures(0.998, 1.0, null, null));
    classes.put("zebra", figures(0.5, 0.5, 0.5, 0.5));
    return report("mvtec", classes);
  }

  @Test
  void printsYoursBesideThePapers() throws IOException {
    var run = twoClasses();
    var outcome = run("compare", "--run", run, "--published", "mvtec");
    assertEquals(0, outcome.code(), outcome.error());
    var expected =
        """
        %s beside the paper's Tables 5 and 6, OneNIP on MVTec.

                                   image AUROC              image AP           pixel AUROC              pixel AP
        class               yours  paper  diff    yours  paper  diff    yours  paper  diff    yours  paper  diff
        bottle              100.0  100.0  +0.0     99.9  100.0  -0.1     97.0   98.5  -1.5*    80.0   81.6  -1.6*
        metal_nut            99.8   99.8  +0.0    100.0  100.0  +0.0        –   96.5     –        –   74.1     –
        mean MVTec of 2      99.9   99.9  +0.0    100.0  100.0  +0.0     97.0   98.5  -1.5*    80.0   81.6  -1.6*
          mean as printed           97.9                  99.3                  97.9                  63.7

        In per cent; * differs by more than 1.0 points: 2 of 6 figures of classes.
        Published, but not measured: Cable, Capsule, Hazelnut, Pill, Screw, Toothbrush, Transistor, Zipper, Carpet, Grid, Leather, Tile, Wood.
        Measured, but not published: zebra.
        """
            .formatted(run.resolve("report.json"));
    assertEquals(expected, outcome.output());
  }

  @Test
  void keepsTheTableAsMarkdownAndCsv() throws IOException {
    var run = twoClasses();
    var csv = folder.resolve("kept/mvtec.csv");
    var page = folder.resolve("kept/mvtec.md");
    Outcome.done("compare", "--run", run, "--published", "mvtec", "--csv", csv, "--markdown", page);
    var lines = Files.readAllLines(csv);
    assertTrue(lines.get(0).startsWith("class,published_class,set,i_auroc,i_auroc_published,"));
    assertEquals(3, lines.size(), "a head and the two classes that both have");
    assertTrue(lines.get(2).startsWith("metal_nut,Metal Nut,mvtec,99.8,99.8,0,"), lines.get(2));
    assertTrue(lines.get(2).endsWith(",,96.5,,,74.1,"), lines.get(2));
    var text = Files.readString(page);
    assertTrue(text.contains("| bottle | 100.0 | 100.0 | +0.0 | 99.9 | 100.0 | -0.1 |"), text);
    assertTrue(text.contains("| 80.0 | 81.6 | -1.6\\* |"), text);
  }

  @Test
  void theToleranceIsTheUsers() throws IOException {
    var run = twoClasses();
    var outcome = run("compare", "--run", run, "--published", "mvtec", "--tolerance", "0.05");
    assertTrue(outcome.output().contains("3 of 6 figures"), outcome.output());
    outcome = run("compare", "--run", run, "--published", "mvtec", "--tolerance", "5");
    assertTrue(outcome.output().contains("0 of 6 figures"), outcome.output());
    refused(run("compare", "--run", run, "--published", "mvtec", "--tolerance", "-1"), "-1");
  }

  @Test
  void theRunsConfigurationChoosesMethodAndResolution() throws IOException {
    var run = twoClasses();
    config("mvtec", "uniad", "b4=weights.pth", 256);
    var paper = run("compare", "--run", run, "--published", "mvtec").output();
    assertTrue(paper.contains("UniAD on MVTec"), paper);
    assertTrue(paper.contains("images have 256 pixels, the published ones 224"), paper);
    assertFalse(paper.contains("backbone"), paper);
    assertTrue(paper.contains("99.8"), "UniAD's bottle");
    var v2 = run("compare", "--run", run, "--published", "mvtec", "--source", "v2").output();
    assertTrue(v2.contains("OneNIP on MVTec at 256 pixels"), v2);
    assertFalse(v2.contains("Not alike"), v2);
    config("mvtec", "nearest", "lite2", 224);
    var nearest = run("compare", "--run", run, "--published", "MVTec", "--method", "patchcore");
    assertTrue(nearest.output().contains("PatchCore on MVTec"), nearest.output());
    assertTrue(nearest.output().contains("method is nearest"), nearest.output());
    assertTrue(nearest.output().contains("backbone is lite2"), nearest.output());
  }

  @Test
  void aMergedRunIsHeldAgainstTable2() throws IOException {
    var classes = new LinkedHashMap<String, Object>();
    classes.put("mvtec/bottle", figures(1.0, 1.0, 0.98, 0.8));
    classes.put("btad/01", figures(0.9, 0.9, 0.9, 0.5));
    var run = report("all", classes);
    var paper = run("compare", "--run", run, "--published", "all").output();
    for (var text : List.of("mean MVTec of 1", "mean BTAD of 1", "mean of 2", "61.1", "52.4")) {
      assertTrue(paper.contains(text), paper);
    }
    assertFalse(paper.contains("mean VisA"), paper);
    var arguments = List.of("--published", "all", "--source", "v2", "--resolution", "320");
    var v2 = new ArrayList<Object>(List.of("compare", "--run", run));
    v2.addAll(arguments);
    assertTrue(run(v2.toArray()).output().contains("54.1"), "the mean of the merged v2 at 320");
  }

  @Test
  void runsOfSingleClassesAreReadTogether() throws IOException {
    report("separate/bottle", Map.of("bottle", figures(1.0, 1.0, 0.98, 0.8)));
    report("separate/visa/candle", Map.of("visa/candle", figures(0.9, 0.9, 0.9, 0.5)));
    var run = folder.resolve("separate");
    var outcome = run("compare", "--run", run, "--published", "all");
    assertEquals(0, outcome.code(), outcome.error());
    assertTrue(outcome.output().contains("mean of 2"), outcome.output());
    config("separate/bottle", "onenip", "b4", 224);
    refused(run("compare", "--run", run, "--published", "all"), "differ", "--report");
    report("separate/again", Map.of("bottle", figures(1.0, 1.0, 0.98, 0.8)));
    refused(run("compare", "--run", run, "--published", "all"), "bottle", "--report");
  }

  @Test
  void aReportMayLieElsewhere() throws IOException {
    var file = twoClasses().resolve("report.json");
    var run = config("trained", "uniad", "b4", 224);
    assertEquals(0, run("compare", "--report", file, "--published", "mvtec").code());
    var outcome = run("compare", "--run", run, "--report", file, "--published", "mvtec");
    assertTrue(outcome.output().contains("UniAD"), outcome.output());
  }

  @Test
  void mistakesEndInOneSentenceWithTheNearestChoice() throws IOException {
    var run = twoClasses();
    refused(run("compare", "--published", "mvtec"), "--run", "--report");
    refused(run("compare", "--run", folder.resolve("no"), "--published", "mvtec"), "evaluate");
    refused(
        run("compare", "--report", folder.resolve("no.json"), "--published", "mvtec"), "no.json");
    refused(run("compare", "--run", run, "--published", "vista"), "vista", "--published visa");
    refused(run("compare", "--run", run, "--published", "mvtec", "--source", "v3"), "--source v2");
    refused(
        run("compare", "--run", run, "--published", "mvtec", "--method", "UniADD"),
        "UniADD",
        "--method UniAD");
    refused(
        run("compare", "--run", run, "--published", "all", "--method", "DRAEM"), "UniAD, OneNIP");
    refused(
        run("compare", "--run", run, "--published", "mvtec", "--resolution", "256"), "--source v2");
    refused(run("compare", "--run", run, "--published", "mvtec", "--source", "v2"), "--resolution");
    config("mvtec", "onenip", "lite2", 160);
    refused(
        run("compare", "--run", run, "--published", "mvtec", "--source", "v2"),
        "160",
        "--resolution 224");
    refused(
        run("compare", "--run", run, "--published", "mvtec", "--source", "v2", "--method", "DFM"),
        "--method OneNIP");
    refused(
        run("compare", "--run", run, "--published", "visa"), "bottle", "take --published mvtec");
    report("own", Map.of("zebra", figures(1.0, 1.0, 0.98, 0.8)));
    refused(run("compare", "--run", folder.resolve("own"), "--published", "mvtec"), "zebra");
    Files.writeString(run.resolve("report.json"), "{\"classes\": 1}");
    refused(run("compare", "--run", run, "--published", "mvtec"), run, "evaluate");
    assertEquals(2, run("compare", "--run", run).code(), "--published is required");
  }
}
