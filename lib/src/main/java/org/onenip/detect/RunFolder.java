package org.onenip.detect;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.onenip.support.Json;
import org.onenip.support.Shell;
import org.onenip.support.TextFile;
import org.onenip.support.UserError;
import org.onenip.support.WholeFile;

/**
 * A run on disk: {@code config.json}, {@code log.jsonl}, {@code model.safetensors} (the detector)
 * and {@code optimizer.safetensors} (all that resuming needs). One training at a time holds its
 * lock.
 */
public final class RunFolder implements AutoCloseable {
  /** Name of the file by which a training is resumed. */
  public static final String STATE = "optimizer.safetensors";

  private final Path folder;
  private final FileChannel channel;
  private final FileLock lock;

  private RunFolder(Path folder, FileChannel channel, FileLock lock) {
    this.folder = folder;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Makes the folder where it is missing, and locks it.
   *
   * @throws UserError if another training holds it
   */
  public static RunFolder open(Path folder) {
    try {
      Files.createDirectories(folder);
      var channel =
          FileChannel.open(
              folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock;
      try {
        lock = channel.tryLock();
      } catch (OverlappingFileLockException e) {
        lock = null;
      }
      if (lock == null) {
        channel.close();
        throw new UserError(
            "Another training writes to %s; wait for it or choose another --run."
                .formatted(folder));
      }
      return new RunFolder(folder, channel, lock);
    } catch (IOException e) {
      throw new UserError("The run folder %s cannot be written: %s.".formatted(folder, e), e);
    }
  }

  /** Where it is. */
  public Path path() {
    return folder;
  }

  /** The file by which a training is resumed. */
  public Path state() {
    return folder.resolve(STATE);
  }

  /** Writes {@code config.json} atomically. */
  public void writeConfig(Object config) {
    WholeFile.write(folder.resolve("config.json"), writer -> writer.write(Json.pretty(config)));
  }

  /**
   * Reads the {@code config.json} of any run.
   *
   * @throws UserError if it is missing or no JSON object
   */
  public static JsonObject readConfig(Path folder) {
    var file = folder.resolve("config.json");
    try {
      return Json.object(TextFile.read(file));
    } catch (IOException e) {
      throw new UserError(
          "There is no run in %s (config.json is missing); make one with `train --run %s`."
              .formatted(folder, Shell.word(folder)),
          e);
    } catch (JsonParseException e) {
      throw new UserError(
          "%s is damaged (%s); train again into an empty folder.".formatted(file, e.getMessage()),
          e);
    }
  }

  /** Appends one line to {@code log.jsonl}. */
  public void log(JsonObject entry) {
    try {
      Files.writeString(
          folder.resolve("log.jsonl"),
          entry + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UserError("%s cannot be written: %s.".formatted(folder.resolve("log.jsonl"), e), e);
    }
  }

  /** Drops the lines of steps after {@code step}, which an interrupted run will take again. */
  public void truncateLog(int step) {
    var file = folder.resolve("log.jsonl");
    if (!Files.exists(file)) {
      return;
    }
    try {
      var kept = new ArrayList<String>();
      for (var line : Files.readAllLines(file)) {
        if (entryStep(line) <= step) {
          kept.add(line);
        }
      }
      Files.write(file, kept);
    } catch (IOException e) {
      throw new UserError("%s cannot be read: %s.".formatted(file, e), e);
    }
  }

  /**
   * The entries of a run's {@code log.jsonl}, oldest first; an unfinished last line is left out.
   */
  public static List<JsonObject> readLog(Path folder) {
    var file = folder.resolve("log.jsonl");
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> entryStep(line) < Integer.MAX_VALUE)
          .map(line -> Json.object(line))
          .toList();
    } catch (IOException e) {
      throw new UserError("%s cannot be read: %s.".formatted(file, e), e);
    }
  }

  /** What the training of a run warned of. */
  public static List<String> warnings(Path folder) {
    return readLog(folder).stream()
        .filter(entry -> entry.has("warning"))
        .map(entry -> entry.get("warning").getAsString())
        .toList();
  }

  /** The step of a line, or the greatest integer where a kill left half of one. */
  private static int entryStep(String line) {
    try {
      return Json.object(line).get("step").getAsInt();
    } catch (RuntimeException e) {
      return Integer.MAX_VALUE;
    }
  }

  @Override
  public void close() {
    try {
      lock.release();
      channel.close();
    } catch (IOException e) {
      throw new UserError("The lock of %s cannot be released: %s.".formatted(folder, e), e);
    }
  }
}
