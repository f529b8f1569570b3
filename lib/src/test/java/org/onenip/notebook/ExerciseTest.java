package org.onenip.notebook;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ExerciseTest {
  @Test
  void asksForNothingWhileThereIsNoAnswer() {
    var html =
        Exercise.check().number("1", null, 49, 0, "7 × 7").choice("2", null, "a", "b").html();
    assertTrue(html.contains("Exercise 1: no answer yet"), html);
    assertTrue(html.contains("Exercise 2: no answer yet"), html);
    assertFalse(html.contains("7 × 7"), "the solution is not given away");
  }

  @Test
  void tellsRightFromWrong() {
    var html =
        Exercise.check()
            .number("1", 49, 49, 0, "seven squared")
            .number("2", 50.0, 49, 0.5, "hidden")
            .choice("3", " Copies", "copies", "no mask")
            .html();
    assertTrue(html.contains("✓ Exercise 1: right, seven squared"), html);
    assertTrue(html.contains("✗ Exercise 2"), html);
    assertFalse(html.contains("hidden"), html);
    assertTrue(html.contains("✓ Exercise 3"), html);
  }
}
