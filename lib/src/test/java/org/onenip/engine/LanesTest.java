package org.onenip.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.onenip.support.Interruption;
import org.onenip.support.UserError;

class LanesTest {
  private static final Device CPU = Device.cpu();

  @BeforeAll
  static void loadEngine() {
    Engine.getInstance();
  }

  @Test
  void keepsTheOrderOfTheParts() {
    var doubled = Lanes.map(CPU, 100, i -> 2 * i);

    assertEquals(IntStream.range(0, 100).mapToObj(i -> 2 * i).toList(), doubled);
  }

  @Test
  void sharesTheEnginesThreads() {
    int threads = JniUtils.getNumThreads();
    int lanes = Lanes.count(CPU);

    var inside = Lanes.map(CPU, 8, i -> JniUtils.getNumThreads());

    int share = lanes == 1 ? threads : Math.max(1, lanes / Math.min(8, lanes));
    assertEquals(List.of(share), inside.stream().distinct().toList());
    assertEquals(threads, JniUtils.getNumThreads(), "the caller keeps its threads");
  }

  @Test
  void hasOneLaneInsideOfAPart() {
    var inside = Lanes.map(CPU, 4, i -> Lanes.map(CPU, 3, j -> Lanes.count(CPU)));

    assertEquals(Collections.nCopies(4, List.of(1, 1, 1)), inside);
  }

  @Test
  void worksForAGpuInAFewLanes() {
    assertEquals(
        Math.min(2, Runtime.getRuntime().availableProcessors()), Lanes.count(Device.gpu()));
  }

  @Test
  void failsAsThePartFailedOnceNoneIsRunning() {
    var running = new AtomicInteger();

    var failure =
        assertThrows(
            UserError.class,
            () ->
                Lanes.map(
                    CPU,
                    20,
                    i -> {
                      running.incrementAndGet();
                      try {
                        if (i == 3) {
                          throw new UserError("the third");
                        }
                        Thread.sleep(5);
                        return i;
                      } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                      } finally {
                        running.decrementAndGet();
                      }
                    }));

    assertEquals("the third", failure.getMessage());
    assertEquals(0, running.get());
  }

  @Test
  void waitsForItsPartsWhenInterrupted() throws InterruptedException {
    var begun = new CountDownLatch(1);
    var running = new AtomicInteger();
    var left = new AtomicInteger(-1);
    var seen = new Throwable[1];
    var caller =
        new Thread(
            () -> {
              try {
                Lanes.map(
                    CPU,
                    1000,
                    i -> {
                      running.incrementAndGet();
                      begun.countDown();
                      try {
                        Thread.sleep(20);
                        Interruption.check();
                        return i;
                      } catch (InterruptedException e) {
                        throw new CancellationException();
                      } finally {
                        running.decrementAndGet();
                      }
                    });
              } catch (CancellationException e) {
                seen[0] = e;
              }
              left.set(running.get());
            });
    caller.start();
    begun.await();
    caller.interrupt();
    caller.join(10_000);

    assertFalse(caller.isAlive());
    assertEquals(0, left.get(), "no part runs any more");
    assertTrue(seen[0] instanceof CancellationException);
  }
}
