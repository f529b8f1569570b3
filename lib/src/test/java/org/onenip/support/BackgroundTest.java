package org.onenip.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackgroundTest {
  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void resultsComeInTheOrderOfTheTasksThoughTheFirstEndsLast() {
    var secondIsDone = new CountDownLatch(1);
    try (var tasks = new Background<Integer>("test", 1000)) {
      tasks.begin(
          () -> {
            if (Runtime.getRuntime().availableProcessors() > 1) {
              await(secondIsDone);
            }
            return 0;
          });
      tasks.begin(
          () -> {
            secondIsDone.countDown();
            return 1;
          });
      IntStream.range(2, 100).forEach(i -> tasks.begin(() -> i));
      var taken = new ArrayList<Integer>();
      while (!tasks.isEmpty()) {
        taken.add(tasks.next());
      }
      assertEquals(IntStream.range(0, 100).boxed().toList(), taken);
    }
  }

  @Test
  void noMoreThanSoManyAreBegunAndNotTaken() {
    try (var tasks = new Background<Integer>("test", 2)) {
      tasks.begin(() -> 1);
      tasks.begin(() -> 2);
      assertTrue(tasks.full());
      assertThrows(IllegalStateException.class, () -> tasks.begin(() -> 3));
      tasks.next();
      tasks.begin(() -> 3);
      assertEquals(2, tasks.next());
    }
  }

  @Test
  void whatATaskThrowsIsThrownInItsPlace() {
    try (var tasks = new Background<Integer>("test", 3)) {
      tasks.begin(() -> 1);
      tasks.begin(
          () -> {
            throw new UserError("the second");
          });
      tasks.begin(() -> 3);
      assertEquals(1, tasks.next());
      assertEquals("the second", assertThrows(UserError.class, tasks::next).getMessage());
      assertEquals(3, tasks.next());
    }
  }

  /** Also what is no exception of ours, and only once nothing uses what the caller owns. */
  @Test
  void sideBySideAFailureIsThrownAsItIsOnceNoPartRuns() {
    var threads = Executors.newFixedThreadPool(3, Background.named("test"));
    for (var thrown : List.of(new UserError("the first"), new AssertionError("the first"))) {
      var running = new AtomicInteger();
      var failure =
          assertThrows(
              thrown.getClass(),
              () ->
                  Background.all(
                      threads,
                      20,
                      i -> {
                        running.incrementAndGet();
                        try {
                          if (i == 0) {
                            if (thrown instanceof Error error) {
                              throw error;
                            }
                            throw (UserError) thrown;
                          }
                          Thread.sleep(20);
                          return i;
                        } catch (InterruptedException e) {
                          throw new IllegalStateException(e);
                        } finally {
                          running.decrementAndGet();
                        }
                      }));
      assertEquals("the first", failure.getMessage());
      assertEquals(0, running.get());
    }
    assertEquals(List.of(0, 2, 4), Background.all(threads, 3, i -> 2 * i));
    threads.shutdown();
  }
}
