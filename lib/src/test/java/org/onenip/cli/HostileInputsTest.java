package org.onenip.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that are damaged or lie, settings and command lines that make no sense: each ends in
 * success or in one sentence, and takes neither long nor much memory.
 */
class HostileInputsTest {
  private static final int MOST_LETTERS = 500;

  /** One needs seconds at most; a busy machine needs more. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private static final double MOST_MIB = 1500;

  /** Kinds that look for faults have them by this code: {@code data check} alone. */
  private static final int FOUND = 1;

  @TempDir static Path folder;
  private static List<HostileCase> cases;

  @BeforeAll
  static void make() throws IOException {
    var stage = HostileStage.make(folder.resolve("stage"));
    cases = new ArrayList<>();
    new HostileWeights(stage).kinds().forEach(cases::addAll);
    new HostileRuns(stage).kinds().forEach(cases::addAll);
    new HostilePictures(stage).kinds().forEach(cases::addAll);
  }

  @Test
  void thereAreManyAndNoneTwice() {
    var names = new HashSet<String>();
    cases.forEach(each -> assertTrue(names.add(each.name()), each.name()));
    assertTrue(names.size() >= 300, names.size() + " cases");
  }

  @TestFactory
  Stream<DynamicTest> successOrOneSentence() {
    return cases.stream().map(each -> DynamicTest.dynamicTest(each.name(), () -> check(each)));
  }

  private static void check(HostileCase hostile) throws IOException {
    var own = Files.createTempDirectory(folder, "case");
    var arguments = hostile.command().in(own);
    double before = HostileMemory.peakMib();
    var outcome = assertTimeoutPreemptively(LONGEST, () -> Outcome.run(arguments), hostile.name());
    double grown = HostileMemory.peakMib() - before;
    var said = outcome.error().strip();
    var shown = said.substring(0, Math.min(3000, said.length()));
    assertAll(
        hostile.name(),
        () -> assertFalse(said.contains("\tat ") || outcome.output().contains("\tat "), shown),
        () -> assertTrue(right(hostile, outcome), outcome.code() + ": " + shown),
        () -> assertTrue(grown < MOST_MIB, "%.0f MiB".formatted(grown)));
    delete(own);
  }

  private static boolean right(HostileCase hostile, Outcome outcome) {
    if (outcome.code() == 0 || outcome.code() == FOUND && checks(hostile)) {
      return true;
    }
    var last = outcome.error().strip().lines().reduce((a, b) -> b).orElse("");
    return outcome.code() == 2
        && last.startsWith("onenip: ")
        && last.length() <= MOST_LETTERS + "onenip: ".length();
  }

  /** Whether the case is one of {@code data check}, which finds faults. */
  private static boolean checks(HostileCase hostile) {
    return Set.of("mask", "table", "list").contains(hostile.kind());
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
