package org.onenip.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What came of a command: its exit code, and what it wrote to both streams. */
record Outcome(int code, String output, String error) {
  /** Runs a command as a user does. */
  static Outcome run(Object... arguments) {
    var output = new ByteArrayOutputStream();
    var error = new ByteArrayOutputStream();
    var before = List.of(System.out, System.err);
    System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(error, true, StandardCharsets.UTF_8));
    try {
      int code = Main.run(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
      return new Outcome(
          code, output.toString(StandardCharsets.UTF_8), error.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(before.get(0));
      System.setErr(before.get(1));
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
