package org.onenip.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What came of a command: its exit code, and what it wrote to the error stream. */
record Outcome(int code, String error) {
  /** Runs a command as a user does. */
  static Outcome run(Object... arguments) {
    var bytes = new ByteArrayOutputStream();
    var before = System.err;
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      int code = Main.run(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
      return new Outcome(code, bytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(before);
    }
  }

  /** It must have worked. */
  static void done(Object... arguments) {
    var outcome = run(arguments);
    assertEquals(0, outcome.code(), outcome.error());
  }

  /** It ended in one sentence that names these, not in a stack trace. */
  static void refused(Outcome outcome, Object... named) {
    assertEquals(2, outcome.code(), outcome.error());
    var last = outcome.error().strip().lines().reduce((a, b) -> b).orElse("");
    assertTrue(last.startsWith("onenip: "), outcome.error());
    assertFalse(outcome.error().contains("\tat "), outcome.error());
    for (var name : named) {
      assertTrue(last.contains(name.toString()), outcome.error());
    }
  }
}
