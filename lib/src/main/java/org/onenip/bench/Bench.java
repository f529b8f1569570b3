package org.onenip.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Measures all parts, each group in processes of its own. Where there is a peer, both take turns
 * after every repeat, so that what disturbs the machine disturbs both.
 */
public final class Bench {
  /** Lets threads that spin after work go to sleep before the other side works. */
  private static final int PAUSE_MILLIS = 20;

  private final Function<Group, ProcessBuilder> ours;
  private final Optional<Function<Group, ProcessBuilder>> peer;
  private final Effort effort;
  private final BiConsumer<Integer, String> progress;
  private final QuietCheck quiet = new QuietCheck();
  private final Side ourSide = new Side();
  private final Side peerSide = new Side();
  private int done;

  /**
   * Prepares.
   *
   * @param ours starts our worker of a group ({@link #workerClass} is its program)
   * @param peer starts the peer's worker of a group, if there is a peer
   * @param progress hears of the number of parts done, and what is done now
   */
  public Bench(
      Function<Group, ProcessBuilder> ours,
      Optional<Function<Group, ProcessBuilder>> peer,
      Effort effort,
      BiConsumer<Integer, String> progress) {
    this.ours = ours;
    this.peer = peer;
    this.effort = effort;
    this.progress = progress;
  }

  /**
   * What was measured.
   *
   * @param peer empty without one
   * @param quiet whether others used the machine meanwhile
   */
  public record Result(Side ours, Optional<Side> peer, QuietCheck.Verdict quiet) {}

  /** The program of a group's worker. */
  public static String workerClass(Group group) {
    return (group == Group.START_UP ? FirstMap.class : Worker.class).getName();
  }

  /** The parts that will be measured. */
  public static List<Part> parts(Effort effort) {
    return Arrays.stream(Part.values()).filter(part -> part.isIn(effort)).toList();
  }

  /**
   * Measures everything.
   *
   * @throws org.onenip.support.UserError if a worker ends before its time
   */
  public Result run() {
    var byGroup = new EnumMap<Group, List<Part>>(Group.class);
    parts(effort)
        .forEach(part -> byGroup.computeIfAbsent(part.group(), g -> new ArrayList<>()).add(part));
    try {
      for (Map.Entry<Group, List<Part>> group : byGroup.entrySet()) {
        measure(group.getKey(), group.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Result(ourSide, peer.map(p -> peerSide), quiet.verdict());
  }

  private void measure(Group group, List<Part> parts) throws IOException {
    if (group == Group.START_UP) {
      startUp();
      return;
    }
    boolean both = peer.isPresent() && parts.stream().anyMatch(Part::forPeer);
    try (var us = new WorkerProcess("The worker of " + group, ours.apply(group));
        var them = both ? new WorkerProcess("The peer", peer.orElseThrow().apply(group)) : null) {
      for (var part : parts) {
        measure(part, us, part.forPeer() ? them : null);
        done++;
      }
      ourSide.add(group, us.facts());
      if (them != null) {
        peerSide.add(group, them.facts());
      }
    }
  }

  private void measure(Part part, WorkerProcess us, WorkerProcess them) throws IOException {
    progress.accept(done, part + ", warming up");
    warmUp(part, us);
    if (them != null) {
      warmUp(part, them);
    }
    long start = System.nanoTime();
    for (int i = 0; i < effort.most() && !isEnough(part, i, start); i++) {
      progress.accept(done, "%s, %d".formatted(part, i + 1));
      pause();
      quiet.sample();
      ourSide.add(us.run(part));
      if (them != null) {
        pause();
        peerSide.add(them.run(part));
      }
    }
  }

  private boolean isEnough(Part part, int repeats, long start) {
    return repeats >= effort.least(part) && (System.nanoTime() - start) / 1e9 > effort.seconds();
  }

  private void warmUp(Part part, WorkerProcess side) throws IOException {
    double seconds = 0;
    do {
      seconds += side.run(part).get(part.toString());
    } while (seconds < effort.warmUp());
  }

  private void startUp() throws IOException {
    for (int i = -1; i < effort.least(); i++) { // the first fills the file system's cache
      progress.accept(done, "startup, %d".formatted(i + 1));
      long start = System.nanoTime();
      try (var program = new WorkerProcess("The first map", ours.apply(Group.START_UP))) {
        program.answer();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (i >= 0) {
          ourSide.add(Map.of(Part.STARTUP.toString(), seconds));
        }
      }
    }
    done++;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
