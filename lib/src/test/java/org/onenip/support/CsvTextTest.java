package org.onenip.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTextTest {
  @Test
  void whatIsWrittenReadsBackAsItWas() {
    for (var text :
        List.of("=a", "'=a", "''-1", "'a", "-1", "-", "\tb", "\r", "a=b", "'", "", "@")) {
      var written = CsvText.safe(List.of(text)).get(0).toString();
      assertEquals(text, CsvText.read(written));
    }
  }

  @Test
  void numbersTruthsAndNothingStayWhatTheyAre() {
    var row = Arrays.asList(-1.5f, -3L, true, null, "-1.50", "–");
    assertEquals(Arrays.asList(-1.5f, -3L, "true", null, "-1.50", "–"), CsvText.safe(row));
  }
}
