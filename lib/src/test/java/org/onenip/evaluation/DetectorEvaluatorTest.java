package org.onenip.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.data.MvtecFolder;
import org.onenip.data.Sample;
import org.onenip.detect.PromptChoice;
import org.onenip.support.UserError;

class EvaluatorTest {
  @TempDir Path root;

  /**
   * Class axle has normal images of brightness 10 and 30, two dents on 20 (patches 200 and 25) and
   * a scratch on 5 (patch 100, half of its mask); belt has no masks; clip has no defects.
   */
  private void writeThreeClasses() {
    new TinyData(root)
        .train("axle")
        .plain("axle/good", "000", 10)
        .plain("axle/good", "001", 30)
        .patch("axle/dent", "000", 20, 200, 2)
        .patch("axle/dent", "001", 20, 25, 2)
        .patch("axle/scratch", "000", 5, 100, 4)
        .train("belt")
        .plain("belt/good", "000", 40)
        .plain("belt/swap", "000", 60)
        .plain("belt/swap", "001", 20)
        .train("clip")
        .plain("clip/good", "000", 50);
  }

  private Evaluation evaluate(BrightnessDetector detector, int gallery) {
    var set = MvtecFolder.scan(root, Set.of());
    return DetectorEvaluator.evaluate(
        detector, set, batch -> new PromptChoice.Nearest(), gallery, done -> {});
  }

  private static void assertFigure(double expected, Double actual) {
    assertEquals(expected, actual, 1e-12);
  }

  @Test
  void givesTheFiguresOfAClass() {
    writeThreeClasses();
    var axle = evaluate(new BrightnessDetector(50, "axle"), 0).classes().get("axle");
    // images 200 +, 100 +, 30 −, 25 +, 10 −
    assertFigure(5 / 6.0, axle.imageAuroc());
    assertFigure((1 + 1 + 3 / 4.0) / 3, axle.imageAp());
    assertFigure(6 / 7.0, axle.imageF1Max());
    // four anomalous pixels each of 200, 100, 25 and 5 against 64 of 30, 120 of 20, 64 of 10, 56 of
    // 5
    assertFigure((304 + 304 + 240 + 28) / (4 * 304.0), axle.pixelAuroc());
    assertFigure((1 + 1 + 12 / 76.0 + 16 / 320.0) / 4, axle.pixelAp());
    assertFigure(16 / (16 + 8.0), axle.pixelF1Max());
    // of three regions: 1 + 1/2 before the 64 false alarms of 30, then 2 + 1/2
    double rate = 64 / 304.0;
    assertFigure((rate * .5 + (.3 - rate) * 2.5 / 3) / .3, axle.aupro());
    assertEquals(5, axle.images());
  }

  @Test
  void leavesFiguresOutWhereMasksOrDefectsAreMissing() {
    writeThreeClasses();
    var evaluation = evaluate(new BrightnessDetector(50, null), 0);
    var belt = evaluation.classes().get("belt");
    assertFigure(.5, belt.imageAuroc());
    assertFigure((1 + 2 / 3.0) / 2, belt.imageAp());
    assertEquals(new Figures(.5, belt.imageAp(), .8, null, null, null, null, 3, null), belt);
    var clip = evaluation.classes().get("clip");
    assertEquals(new Figures(null, null, null, null, null, null, null, 1, null), clip);
    assertTrue(evaluation.curves().get("belt").pixelRoc().isEmpty());
    assertTrue(evaluation.curves().get("clip").imageRoc().isEmpty());
    assertTrue(evaluation.curves().get("axle").pixelPrecisionRecall().isPresent());
  }

  @Test
  void averagesOverTheClassesThatHaveAFigure() {
    writeThreeClasses();
    var evaluation = evaluate(new BrightnessDetector(50, "axle"), 0);
    var mean = evaluation.mean();
    assertFigure((5 / 6.0 + .5) / 2, mean.imageAuroc());
    assertEquals(evaluation.classes().get("axle").aupro(), mean.aupro());
    assertEquals(9, mean.images());
    assertFigure(1 / 3.0, mean.promptHitRate());
    assertNull(evaluate(new BrightnessDetector(50, null), 0).mean().promptHitRate());
  }

  @Test
  void comparesEachGroupOfDefectsWithTheNormalImages() throws IOException {
    writeThreeClasses();
    Files.writeString(
        root.resolve("dataset.json"),
        """
        {"groups": {"structural": ["axle/dent"],
                    "camouflaged": ["axle/scratch", "belt/swap"],
                    "elsewhere": ["zip/torn"]}}""");
    var groups = evaluate(new BrightnessDetector(50, "axle"), 0).groups();
    assertEquals(List.of("structural", "camouflaged"), List.copyOf(groups.keySet()));
    var structural = groups.get("structural");
    assertFigure(3 / 4.0, structural.imageAuroc()); // 200 and 25 against 10 and 30
    assertFigure((248 + 184) / (2 * 248.0), structural.pixelAuroc());
    assertEquals(4, structural.images());
    var camouflaged = groups.get("camouflaged");
    assertFigure((1 + .5) / 2, camouflaged.imageAuroc());
    assertFigure((184 + 28) / (2 * 184.0), camouflaged.pixelAuroc()); // of axle alone
  }

  @Test
  void showsTheWorstMissesFirstThenHighScoresOfEachKind() {
    writeThreeClasses();
    var gallery = evaluate(new BrightnessDetector(28, "axle"), 4).gallery();
    var axle =
        gallery.stream().filter(item -> item.result().sample().className().equals("axle")).toList();
    // missed: the dent of 25 by 3/28, the normal of 30 by 2/28; then dent 200, good 10, scratch 100
    assertEquals(List.of(25f, 30f, 200f, 10f), axle.stream().map(i -> i.result().score()).toList());
    assertEquals(8, gallery.size());
    assertTrue(axle.get(0).prompt().isPresent());
    assertTrue(axle.get(0).mask().orElseThrow().anomalous()[9]);
  }

  @Test
  void showsHighScoresOfEachKindWithoutAThreshold() {
    writeThreeClasses();
    var gallery = evaluate(new BrightnessDetector(Float.POSITIVE_INFINITY, null), 3).gallery();
    assertEquals(
        List.of(200f, 30f, 100f),
        gallery.subList(0, 3).stream().map(item -> item.result().score()).toList());
    assertTrue(gallery.get(0).prompt().isEmpty());
  }

  @Test
  void asksForThePromptsOfEachBatch() {
    var data = new TinyData(root).train("axle").patch("axle/dent", "000", 20, 200, 2);
    for (int i = 0; i < 18; i++) {
      data.plain("axle/good", "%03d".formatted(i), 10 + i);
    }
    var asked = new ArrayList<Sample>();
    var sizes = new ArrayList<Integer>();
    var done = new ArrayList<Integer>();
    var set = MvtecFolder.scan(root, Set.of());
    var evaluation =
        DetectorEvaluator.evaluate(
            new BrightnessDetector(50, "axle"),
            set,
            batch -> {
              asked.addAll(batch);
              sizes.add(batch.size());
              return new PromptChoice.Told(batch.stream().map(Sample::className).toList());
            },
            2,
            done::add);
    assertEquals(List.of(16, 3), sizes);
    assertEquals(List.of(16, 19), done);
    assertEquals(set.test(), asked);
    assertEquals(set.test(), evaluation.images().stream().map(ImageResult::sample).toList());
    assertTrue(evaluation.imagesPerSecond() > 0);
  }

  @Test
  void leavesOutAndListsWhatCannotBeUsed() throws IOException {
    writeThreeClasses();
    var detector = new BrightnessDetector(50, "axle");
    var whole = evaluate(detector, 4);
    var data = new TinyData(root);
    data.plain("axle/dent", "007", 255).mask("axle/dent", "007", 9, 2);
    data.patch("axle/scratch", "008", 250, 255, 2);
    Files.writeString(root.resolve("axle/ground_truth/scratch/008_mask.png"), "no mask");
    Files.writeString(root.resolve("axle/test/good/009.png"), "no image");
    var evaluation = evaluate(detector, 4);
    assertEquals(whole.classes(), evaluation.classes());
    assertEquals(whole.images(), evaluation.images());
    assertEquals(
        whole.gallery().stream().map(GalleryItem::result).toList(),
        evaluation.gallery().stream().map(GalleryItem::result).toList());
    assertEquals(List.of(), whole.skipped());
    var reasons = new TreeMap<String, String>();
    evaluation
        .skipped()
        .forEach(image -> reasons.put(image.file().getFileName().toString(), image.reason()));
    assertEquals(Set.of("007.png", "008.png", "009.png"), reasons.keySet());
    assertTrue(reasons.get("007.png").contains("007_mask.png is 9×9 but its image 8×8"));
    assertTrue(reasons.get("008.png").contains("008_mask.png is no image"));
    assertTrue(reasons.get("009.png").contains("009.png is no image"));
  }

  @Test
  void refusesAClassOfWhichNothingCanBeRead() throws IOException {
    writeThreeClasses();
    Files.writeString(root.resolve("clip/test/good/000.png"), "no image");
    var detector = new BrightnessDetector(50, "axle");
    var error = assertThrows(UserError.class, () -> evaluate(detector, 1));
    assertTrue(error.getMessage().contains("class clip"), error.getMessage());
    assertTrue(error.getMessage().contains("000.png is no image"), error.getMessage());
  }
}
