package org.onenip.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.JavaProcess;

class FolderLockTest {
  @TempDir Path folder;

  @Test
  void aFolderIsOneWritersAndIsLeftAsItWas() {
    try (var first = FolderLock.open(folder)) {
      var error = assertThrows(UserError.class, () -> FolderLock.open(folder));
      assertTrue(error.getMessage().contains(folder.toString()), error.getMessage());
      assertTrue(Files.exists(folder.resolve(".lock")), first.toString());
    }
    assertFalse(Files.exists(folder.resolve(".lock")));
    FolderLock.open(folder).close();
  }

  /** In another process; a second look at the file must not let the lock go. */
  public static final class Holder {
    /** Holds a folder until it is told to end. */
    public static void main(String[] arguments) throws IOException {
      var folder = Path.of(arguments[0]);
      try (var lock = FolderLock.open(folder)) {
        assertThrows(UserError.class, () -> FolderLock.open(folder));
        System.out.println("held " + (lock != null));
        System.in.read();
      }
    }
  }

  @Test
  void anotherProcessIsKeptOutToo() throws Exception {
    var process = JavaProcess.start(List.of(), Holder.class, folder);
    try (var output = process.inputReader()) {
      assertEquals("held true", output.readLine());
      var error = assertThrows(UserError.class, () -> FolderLock.open(folder));
      assertTrue(error.getMessage().contains("Another command writes to"), error.getMessage());
    } finally {
      process.destroyForcibly().waitFor(); // kill -9
    }
    FolderLock.open(folder).close(); // what a kill leaves is no lock
  }

  @Test
  void manyThatComeAndGoNeverMeet() throws Exception {
    var inside = new AtomicInteger();
    var got = new AtomicInteger();
    Callable<Void> writer =
        () -> {
          for (int i = 0; i < 200; i++) {
            try (var lock = FolderLock.open(folder)) {
              assertEquals(1, inside.incrementAndGet(), lock.toString());
              got.incrementAndGet();
              inside.decrementAndGet();
            } catch (UserError e) {
              assertTrue(e.getMessage().contains("Another command"), e.getMessage());
            }
          }
          return null;
        };
    var threads = Executors.newFixedThreadPool(4);
    try {
      for (var done : threads.invokeAll(Stream.generate(() -> writer).limit(4).toList())) {
        done.get();
      }
    } finally {
      threads.shutdown();
    }
    assertTrue(got.get() > 0);
  }
}
