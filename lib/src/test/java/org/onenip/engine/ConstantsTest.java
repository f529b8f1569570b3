package org.onenip.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConstantsTest {
  @Test
  void areMadeOnceAndOutliveWhoAskedFirst() {
    var made = new AtomicInteger();
    for (int i = 0; i < 2; i++) {
      try (var manager = NDManager.newBaseManager();
          var scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        var constant =
            Constants.get(
                manager,
                "of this test",
                () -> new float[] {made.incrementAndGet(), 2},
                new Shape(1, 2));

        assertArrayEquals(new float[] {1, 2}, constant.toFloatArray());
        assertEquals(manager, constant.getManager());
      }
    }
    assertEquals(1, made.get());
  }
}
