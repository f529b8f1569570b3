package org.onenip.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.support.ProgressListener;

/** What a spreadsheet and what we read of hostile names. */
class ScoreFilesTest {
  @Test
  void namesAreNoFormulasAndReadBackAsTheyWere(@TempDir Path folder) throws IOException {
    try (var files = ScoreFiles.open(folder, "a call", ProgressListener.SILENT)) {
      files.add(
          List.of(
              ScoreFiles.Row.scored(Path.of("=1+1.png"), -0.5f, "", true, "@sum", null, 1e-5),
              ScoreFiles.Row.unreadable(Path.of("-x.png"), "=1+1 is no image.")));
      assertEquals(List.of("=1+1 is no image."), files.finish(5));
    }
    assertEquals(
        List.of(
            "file,score,threshold,anomalous,prompt,map,map_unit",
            "'=1+1.png,-0.5,,true,'@sum,,1.0E-5"),
        Files.readAllLines(folder.resolve("scores.csv")));
    assertEquals(
        List.of("file,reason", "'-x.png,'=1+1 is no image."),
        Files.readAllLines(folder.resolve("unreadable.csv")));
  }
}
