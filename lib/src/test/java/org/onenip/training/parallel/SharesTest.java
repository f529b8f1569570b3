package org.onenip.training.parallel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.onenip.support.UserError;

class SharesTest {
  @Test
  void sharesAreAsEvenAsCanBe() {
    var images = List.of(0, 1, 2, 3, 4, 5, 6);
    var shares = new Shares(7, 3);
    var parts = IntStream.range(0, 3).mapToObj(r -> shares.part(images, r)).toList();
    assertEquals(List.of(List.of(0, 1), List.of(2, 3), List.of(4, 5, 6)), parts);
  }

  @Test
  void stacksOfAnImageStayTogetherAndAreJoinedInTheirOrder() {
    var shares = new Shares(3, 2);
    try (var manager = NDManager.newBaseManager(Device.cpu())) {
      var stacks = manager.arange(0f, 12f).reshape(6, 2, 1); // two stacks of three images
      var second = shares.part(stacks, 1);
      assertEquals(new Shape(4, 2, 1), second.getShape());
      assertArrayEquals(new float[] {2, 3, 4, 5, 8, 9, 10, 11}, second.toFloatArray());
      var joined = shares.join(List.of(shares.part(stacks, 0), second));
      assertEquals(stacks, joined);
    }
  }

  @Test
  void everyDeviceNeedsAnImage() {
    assertEquals(List.of(1), new Shares(2, 2).part(List.of(0, 1), 1));
    var error = assertThrows(UserError.class, () -> new Shares(2, 3));
    assertTrue(error.getMessage().contains("batch of 2 cannot be shared by 3"), error.getMessage());
  }

  @Test
  void aFailureIsReportedWhenAllReplicasAreDone() {
    var done = new AtomicBoolean();
    var begun = new CountDownLatch(1); // after a failure no other part begins
    var replicas = new Replicas(Collections.nCopies(2, Device.cpu()), true);
    var error =
        assertThrows(
            IllegalStateException.class,
            () ->
                replicas.each(
                    r -> {
                      if (r == 0) {
                        await(begun);
                        throw new IllegalStateException("no memory");
                      }
                      begun.countDown();
                      pause();
                      done.set(true);
                      return r;
                    }));
    assertEquals("no memory", error.getMessage());
    assertTrue(done.get(), "a replica still works on arrays that may be closed now");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
