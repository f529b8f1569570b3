package org.onenip.bench;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/** Measures how time and memory grow, each point of each curve in a process of its own. */
public final class Scale {
  /** What takes longer is done once: how it warms up is lost in it. */
  private static final double LONG_SECONDS = 40;

  private static final int LEAST = 3;
  private static final int MOST = 25;
  private static final double QUICK_SECONDS = 0.5;
  private static final double FULL_SECONDS = 3;

  private final BiFunction<ScaleCurve, Integer, ProcessBuilder> workers;
  private final boolean quick;
  private final BiConsumer<Integer, String> progress;
  private final QuietCheck quiet = new QuietCheck();
  private final Side side = new Side();
  private final List<ScalePoint> points = new ArrayList<>();

  /**
   * Prepares.
   *
   * @param workers starts the worker of a curve at a point ({@link #workerClass} is its program)
   * @param quick for fewer repeats and fewer maps
   * @param progress hears of the number of points done, and what is done now
   */
  public Scale(
      BiFunction<ScaleCurve, Integer, ProcessBuilder> workers,
      boolean quick,
      BiConsumer<Integer, String> progress) {
    this.workers = workers;
    this.quick = quick;
    this.progress = progress;
  }

  /**
   * What was measured.
   *
   * @param points curve by curve
   * @param engine its name and version, and where it ran
   * @param threads that the engine computes one operation with
   * @param quiet whether others used the machine meanwhile
   */
  public record Result(
      List<ScalePoint> points, String engine, int threads, QuietCheck.Verdict quiet) {
    /** The points of a curve, rising. */
    public List<ScalePoint> of(ScaleCurve curve) {
      return points.stream().filter(point -> point.curve() == curve).toList();
    }

    /** How a measure grows along a curve, by the fastest repeats, which others disturb least. */
    public PowerLaw fit(ScaleCurve curve, ScaleMeasure measure) {
      return PowerLaw.fit(
          of(curve).stream().map(point -> (double) point.x()).toList(),
          of(curve).stream().map(point -> point.timings().get(measure).least()).toList());
    }
  }

  /** The program of a worker. */
  public static String workerClass() {
    return ScaleWorker.class.getName();
  }

  /** Number of points of all curves. */
  public static int points(boolean quick) {
    return Arrays.stream(ScaleCurve.values()).mapToInt(curve -> curve.points(quick).size()).sum();
  }

  /**
   * Measures everything.
   *
   * @throws org.onenip.support.UserError if a worker ends before its time
   */
  public Result run() {
    for (var curve : ScaleCurve.values()) {
      for (int x : curve.points(quick)) {
        progress.accept(points.size(), "%,d %s".formatted(x, curve.unit()));
        points.add(measure(curve, x));
      }
    }
    return new Result(List.copyOf(points), side.engine(), side.threads(), quiet.verdict());
  }

  private ScalePoint measure(ScaleCurve curve, int x) {
    var name = "The worker for %d %s".formatted(x, curve.unit());
    try (var worker = new WorkerProcess(name, workers.apply(curve, x))) {
      var timings = new EnumMap<ScaleMeasure, Timings>(ScaleMeasure.class);
      for (var measure : curve.measures()) {
        timings.put(measure, timings(worker, measure));
      }
      JsonObject facts = worker.facts();
      side.add(curve.group(), facts);
      var peak = Optional.ofNullable(facts.get("peak_rss_mib")).map(mib -> mib.getAsDouble());
      return new ScalePoint(curve, x, timings, peak);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Timings timings(WorkerProcess worker, ScaleMeasure measure) throws IOException {
    long start = System.nanoTime();
    double first = worker.seconds(measure);
    if (first > LONG_SECONDS) {
      return new Timings(List.of(first));
    }
    while (!isOver(start)) {
      worker.seconds(measure);
    }
    var seconds = new ArrayList<Double>();
    start = System.nanoTime();
    while (seconds.size() < LEAST || seconds.size() < MOST && !isOver(start)) {
      quiet.sample();
      seconds.add(worker.seconds(measure));
    }
    return new Timings(seconds);
  }

  /** By the clock: a measure may be a small part of what its repeat takes. */
  private boolean isOver(long start) {
    return (System.nanoTime() - start) / 1e9 > (quick ? QUICK_SECONDS : FULL_SECONDS);
  }
}
