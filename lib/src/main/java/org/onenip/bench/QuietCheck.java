package org.onenip.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Tells whether others used the machine meanwhile: the load before we began, and how much the time
 * of a loop varies that keeps every processor busy for some milliseconds and always does the same.
 */
public final class QuietCheck {
  private static final double MOST_LOAD = 0.25; // a processor
  private static final double MOST_SPREAD = 0.1;
  private static final int ROUNDS = 10_000_000;
  private static final int WARM_UP = 10;

  private final int processors = Runtime.getRuntime().availableProcessors();
  private final double load =
      ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(); // negative: unknown
  private final List<Double> seconds = new ArrayList<>();
  private volatile long sink;

  QuietCheck() {
    for (int i = 0; i < WARM_UP; i++) {
      loop();
    }
  }

  /** Takes a sample. */
  void sample() {
    seconds.add(Work.seconds(this::loop));
  }

  private void loop() {
    sink = IntStream.range(0, processors).parallel().mapToLong(QuietCheck::spin).sum();
  }

  private static long spin(int seed) {
    long x = seed + 1;
    for (int i = 0; i < ROUNDS; i++) {
      x = x * 6364136223846793005L + 1442695040888963407L;
    }
    return x;
  }

  /** What was seen. */
  Verdict verdict() {
    var loop = new Timings(seconds);
    boolean quiet = load <= MOST_LOAD * processors && loop.spread() <= MOST_SPREAD;
    return new Verdict(quiet, load, loop);
  }

  /**
   * Whether the machine was quiet.
   *
   * @param quiet whether figures may be trusted as they are
   * @param load processes that were running, on average over the minute before
   * @param loop of the calibration
   */
  public record Verdict(boolean quiet, double load, Timings loop) {}
}
