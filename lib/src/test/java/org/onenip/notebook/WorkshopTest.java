package org.onenip.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.TestImages;
import org.onenip.data.MvtecFolder;
import org.onenip.demo.GeneratedData;
import org.onenip.detect.PromptChoice;
import org.onenip.method.onenip.OneNipSettings;
import org.onenip.model.Decoders;
import org.onenip.run.Comparison;
import org.onenip.support.UserError;

class WorkshopTest {
  @TempDir Path folder;

  @Test
  void theEmbeddedDetectorFindsDefectsInProductsThatItNeverSaw() {
    GeneratedData.write(folder.resolve("set"), 7, new GeneratedData.Amounts(1, 3, 7));
    var set = MvtecFolder.scan(folder.resolve("set"), List.of());
    try (var detector = Workshop.detector()) {
      assertEquals(GeneratedData.classes().size(), detector.prompts().size());
      var images = set.test().stream().map(Workshop::image).toList();
      var maps = detector.detect(images, new PromptChoice.Nearest());
      int missed = 0;
      int alarms = 0;
      for (int i = 0; i < maps.size(); i++) {
        var sample = set.test().get(i);
        assertEquals(sample.className(), maps.get(i).prompt(), sample.image().toString());
        missed += sample.anomalous() && !maps.get(i).anomalous() ? 1 : 0;
        alarms += !sample.anomalous() && maps.get(i).anomalous() ? 1 : 0;
      }
      assertTrue(missed <= 5, missed + " of 49 defects are missed");
      assertTrue(alarms <= 2, alarms + " of 21 good images raise an alarm");
    }
  }

  @Test
  void comparesVariantsOverSeedsAndReportsEachAsItIsDone() {
    var set = MvtecFolder.scan(TestImages.twoClasses(folder.resolve("set"), 64), List.of());
    var settings = OneNipSettings.tiny(208, 4, 24).withSteps(2).withBatch(2);
    var variants = new LinkedHashMap<String, OneNipSettings>();
    for (var decoder : List.of(Decoders.UNIDIRECTIONAL, Decoders.BIDIRECTIONAL)) {
      variants.put(decoder, settings.withModel(settings.model().withDecoder(decoder)));
    }
    var done = new ArrayList<Comparison>();
    var results = Comparison.run(set, variants, 2, done::add);
    assertEquals(done, results);
    assertEquals(
        List.of("unidirectional", "bidirectional", "unidirectional", "bidirectional"),
        results.stream().map(Comparison::variant).toList());
    assertEquals(List.of(1L, 1L, 2L, 2L), results.stream().map(Comparison::seed).toList());
    assertTrue(results.stream().allMatch(r -> r.figures().images() == 8));
  }

  @Test
  void filesGoToTheProjectFromAnyOfItsFolders() throws IOException {
    Files.createDirectories(folder.resolve("notebooks"));
    Files.createFile(folder.resolve("notebooks/requirements.txt"));
    for (var place : List.of("", "notebooks", "docs/solutions", "lib/src/main/java")) {
      var runs = Workshop.runs(folder.resolve(place));
      assertEquals(folder.resolve("runs"), runs.normalize(), place);
    }
    assertEquals(Path.of("runs"), Workshop.runs(), "the tests run in the project's folder");
  }

  @Test
  void outsideOfAProjectFilesGoToTheFolderItself() {
    assertEquals(folder.resolve("runs"), Workshop.runs(folder));
  }

  @Test
  void anInterruptedComparisonEndsAtItsNextStep() {
    var set = MvtecFolder.scan(TestImages.twoClasses(folder.resolve("set"), 64), List.of());
    var settings = OneNipSettings.tiny(208, 4, 24).withSteps(2).withBatch(2);
    var done = new ArrayList<Comparison>();
    Consumer<Comparison> interrupt =
        result -> {
          done.add(result);
          Thread.currentThread().interrupt(); // as a notebook's kernel does
        };
    assertThrows(
        CancellationException.class,
        () -> Comparison.run(set, Map.of("tiny", settings), 2, interrupt));
    assertTrue(Thread.interrupted(), "the thread stays interrupted");
    assertEquals(1, done.size());
    assertEquals(1, Comparison.run(set, Map.of("tiny", settings), 1, r -> {}).size());
  }

  @Test
  void saysWhichPictureIsMissing() {
    var set = MvtecFolder.scan(TestImages.twoClasses(folder.resolve("set"), 32), List.of());
    assertEquals("spot", Workshop.test(set, "green", "spot", 1).kind());
    var error = assertThrows(UserError.class, () -> Workshop.test(set, "green", "spot", 2));
    assertTrue(error.getMessage().contains("green/spot"), error.getMessage());
  }
}
