package org.onenip.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
  private static final List<String> KNOWN = List.of("bidirectional", "layerwise", "uniad");

  @Test
  void findsTheNameThatASlipChanged() {
    assertEquals("bidirectional", Spelling.nearest("bidirectionl", KNOWN));
    assertEquals("uniad", Spelling.nearest("UniDA", KNOWN));
    assertEquals("layerwise", Spelling.nearest("layer_wise", KNOWN));
    assertNull(Spelling.nearest("uniad", List.of()));
  }

  @Test
  void asksOnlyWhereASlipExplainsTheName() {
    assertEquals(
        "There is no method \"unaid\"; did you mean \"uniad\"? Known are bidirectional, layerwise, uniad.",
        Spelling.unknown("method", "unaid", KNOWN));
    assertEquals(
        "There is no method \"mine\"; known are bidirectional, layerwise, uniad.",
        Spelling.unknown("method", "mine", KNOWN));
  }

  @Test
  void saysHowAFileThatRegistersANameIsLoaded() {
    assertEquals(
        "There is no method \"mine\"; known are uniad; if a file of yours registers it, load that with --plug.",
        Spelling.unregistered("method", "mine", List.of("uniad")));
  }
}
