package org.onenip.ablation;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.onenip.evaluation.Figures;
import org.onenip.support.Json;
import org.onenip.support.WholeFile;

/**
 * A cell on disk, by which an interrupted ablation knows what is done.
 *
 * @param file where
 */
public record CellFile(Path file) {
  private static final Gson GSON = new Gson();

  /**
   * Reads the cell.
   *
   * @param key all that goes into the figures; a file of another key is none
   * @return empty where the cell has to be measured
   */
  public Optional<Cell> read(String row, long seed, String key) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      var json = Json.object(Files.readString(file));
      if (!json.get("key").getAsString().equals(key)) {
        return Optional.empty();
      }
      var classes = new TreeMap<String, Figures>();
      for (var entry : json.getAsJsonObject("classes").entrySet()) {
        classes.put(entry.getKey(), Json.record(entry.getValue().getAsJsonObject(), Figures.class));
      }
      var warnings = List.of(GSON.fromJson(json.get("warnings"), String[].class));
      return Optional.of(new Cell(row, seed, classes, Figures.mean(classes.values()), warnings));
    } catch (IOException
        | JsonParseException
        | IllegalStateException
        | ClassCastException
        | NullPointerException e) {
      return Optional.empty(); // damaged: it is measured again
    }
  }

  /** Writes the cell atomically. */
  public void write(Cell cell, String key) {
    var json = Json.of("key", key, "classes", cell.classes(), "warnings", cell.warnings());
    WholeFile.write(file, writer -> writer.write(Json.pretty(json)));
  }
}
