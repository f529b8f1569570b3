package org.onenip.detect;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.onenip.support.FolderLock;
import org.onenip.support.Json;
import org.onenip.support.Reasons;
import org.onenip.support.Shell;
import org.onenip.support.TextFile;
import org.onenip.support.UserError;
import org.onenip.support.WholeFile;

/**
 * A run on disk: {@code config.json}, {@code log.jsonl}, {@code model.safetensors} (the detector)
 * and {@code optimizer.safetensors} (all that resuming needs). One command at a time holds its
 * lock.
 */
public final class RunFolder implements AutoCloseable {
  /** Name of the file by which a training is resumed. */
  public static final String STATE = "optimizer.safetensors";

  private static final String LOG = "log.jsonl";

  private final Path folder;
  private final FolderLock lock;

  private RunFolder(Path folder, FolderLock lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Makes the folder where it is missing, and locks it.
   *
   * @throws UserError if another command holds it, or it cannot be written
   */
  public static RunFolder open(Path folder) {
    return new RunFolder(folder, FolderLock.open(folder));
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
    } catch (NoSuchFileException e) {
      throw new UserError(
          "There is no run in %s (config.json is missing); make one with `train --run %s`."
              .formatted(folder, Shell.word(folder)),
          e);
    } catch (IOException e) {
      throw new UserError("%s cannot be read (%s).".formatted(file, Reasons.of(e)), e);
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
          folder.resolve(LOG), entry + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UserError(
          "%s cannot be written (%s); check the folder and the free space."
              .formatted(folder.resolve(LOG), Reasons.of(e)),
          e);
    }
  }

  /** Drops the lines of steps after {@code step}, which an interrupted run will take again. */
  public void truncateLog(int step) {
    var file = folder.resolve(LOG);
    if (Files.exists(file)) {
      var kept =
          readLog(folder).stream().filter(entry -> entry.get(StepLog.STEP).getAsInt() <= step);
      WholeFile.write(
          file,
          writer -> {
            for (var entry : kept.toList()) {
              writer.write(entry + "\n");
            }
          });
    }
  }

  /**
   * The entries of a run's {@code log.jsonl}, oldest first; an unfinished last line, which a kill
   * leaves, is left out.
   *
   * @return each with a step, and either losses or texts
   * @throws UserError if another line is none
   */
  public static List<JsonObject> readLog(Path folder) {
    var file = folder.resolve(LOG);
    if (!Files.exists(file)) {
      return List.of();
    }
    var lines = lines(file);
    var entries = new ArrayList<JsonObject>();
    for (int i = 0; i < lines.size(); i++) {
      try {
        entries.add(StepLog.checked(Json.object(lines.get(i))));
      } catch (JsonParseException | IllegalArgumentException e) {
        if (i < lines.size() - 1) {
          throw new UserError(
              "%s is damaged in line %d (%s); remove that line."
                  .formatted(file, i + 1, e.getMessage()),
              e);
        }
      }
    }
    return entries;
  }

  /** Half a letter at the end, which a kill may leave too, is read as another one. */
  private static List<String> lines(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UserError("%s cannot be read (%s).".formatted(file, Reasons.of(e)), e);
    }
  }

  /** What the training of a run warned of. */
  public static List<String> warnings(Path folder) {
    return readLog(folder).stream()
        .filter(entry -> entry.has("warning"))
        .map(entry -> entry.get("warning").getAsString())
        .toList();
  }

  @Override
  public void close() {
    lock.close();
  }
}
