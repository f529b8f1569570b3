package org.onenip.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.onenip.support.UserError;

class AnomalyMapTest {
  private static AnomalyMap map(float value, float score) {
    return new AnomalyMap(1, 2, new float[] {1, value}, score, false, null, 1, 1);
  }

  @Test
  void numbersThatAreNoneAreAnErrorAndNeverNormal() {
    assertEquals(2, map(3, 2).score());
    for (float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      assertThrows(UserError.class, () -> map(wrong, 2));
      assertThrows(UserError.class, () -> map(3, wrong));
    }
  }
}
