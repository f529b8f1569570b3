package org.onenip.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.JavaProcess;
import org.onenip.TestImages;
import org.onenip.detect.RunFolder;

/**
 * A run that is killed or interrupted goes on as if nothing had happened, in a process of its own.
 */
class ResumeTest {
  private static final int STEPS = 14;

  @TempDir Path folder;

  private static Process onenip(Object... arguments) throws IOException {
    return JavaProcess.start(List.of(), Main.class, arguments);
  }

  private Process train(Path data, Path run) throws IOException {
    return onenip(
        "train",
        "--data",
        data,
        "--run",
        run,
        "--preset",
        "tiny",
        "--size",
        64,
        "--steps",
        STEPS,
        "--batch",
        2,
        "--checkpoint-every",
        5,
        "--device",
        "cpu");
  }

  private static void awaitStep(Path run, int step, Process process) throws Exception {
    while (RunFolder.readLog(run).size() < step) {
      assertTrue(process.isAlive(), "it ended before it could be stopped");
      Thread.sleep(5);
    }
  }

  private static void sameRun(Path expected, Path actual) throws IOException {
    var losses = new ArrayList<String>();
    for (var run : List.of(expected, actual)) {
      losses.add(
          RunFolder.readLog(run).stream()
              .map(entry -> entry.get("step") + " " + entry.get("loss"))
              .toList()
              .toString());
    }
    assertEquals(losses.get(0), losses.get(1));
    assertArrayEquals(
        Files.readAllBytes(expected.resolve("model.safetensors")),
        Files.readAllBytes(actual.resolve("model.safetensors")),
        "the detectors differ");
  }

  @Test
  void aKilledRunResumesBitForBitAsTheUnbrokenOne() throws Exception {
    var data = TestImages.twoClasses(folder.resolve("set"), 64);
    var unbroken = folder.resolve("unbroken");
    JavaProcess.finish(train(data, unbroken), 0);
    var killed = folder.resolve("killed");
    var process = train(data, killed);
    awaitStep(killed, 7, process);
    process.destroyForcibly().waitFor(); // kill -9
    assertTrue(Files.notExists(killed.resolve("model.safetensors")));
    JavaProcess.finish(onenip("train", "--resume", "--run", killed, "--device", "cpu"), 0);
    sameRun(unbroken, killed);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Java cannot send Ctrl-C there")
  void anInterruptedRunSavesAndSaysHowToGoOn() throws Exception {
    var data = TestImages.twoClasses(folder.resolve("set"), 64);
    var run = folder.resolve("run");
    var process = train(data, run);
    awaitStep(run, 2, process);
    process.toHandle().destroy(); // the hooks run as for Ctrl-C, and its output stays open
    var output = JavaProcess.finish(process, 143);
    assertTrue(output.contains("--resume --run " + run), output);
    assertTrue(Files.exists(run.resolve(RunFolder.STATE)));
    JavaProcess.finish(onenip("train", "--resume", "--run", run, "--device", "cpu"), 0);
    assertTrue(Files.exists(run.resolve("model.safetensors")));
  }
}
