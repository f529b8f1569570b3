package org.onenip.ablation;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import org.onenip.backbone.Neck;
import org.onenip.support.Json;
import org.onenip.support.Overrides;
import org.onenip.support.Records;
import org.onenip.support.Resources;
import org.onenip.support.Spelling;
import org.onenip.support.UserError;

/**
 * The rows of an ablation's table. The first is what the others are compared with.
 *
 * @param name of the folder and the files that it comes to
 * @param about what the rows differ in, and which of the paper's tables has them
 * @param rows at least one, of different names
 */
public record Grid(String name, String about, List<GridRow> rows) {
  /** The grids that {@link #named} knows, each a file beside this class. */
  public static final List<String> NAMES =
      List.of(
          "table4a",
          "table4b",
          "table4c",
          "table4d",
          "synthesis",
          "recipe",
          "considered",
          "prompts",
          "resolution",
          "strategy",
          "depth",
          "setting",
          "methods");

  private static final List<String> PARTS = List.of("name", "about", "rows");
  private static final List<String> ROW_PARTS =
      List.of("name", "method", "neck", "size", "separate", "set", "test");
  private static final int MOST_ROWS = 1000;

  /**
   * A grid that comes with the library.
   *
   * @throws UserError if there is none of this name
   */
  public static Grid named(String name) {
    if (!NAMES.contains(name)) {
      throw new UserError(
          Spelling.unknown("grid", name, NAMES)
              + " A file of your own ends in .json: onenip ablate --help shows one.");
    }
    return of(Json.object(Resources.text(Grid.class, name + ".json")), name);
  }

  /**
   * A grid as a file holds it; names in {@code set} may be dotted.
   *
   * @param source what to name in an error
   * @throws UserError if a part is unknown, missing or of the wrong kind
   */
  public static Grid of(JsonObject json, String source) {
    known(json, PARTS, source);
    try {
      var name = text(json, "name", source);
      if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]*")) {
        throw new UserError(
            "%s: the name \"%s\" becomes a folder's; take letters, digits, - and _."
                .formatted(source, name));
      }
      var rows = new ArrayList<GridRow>();
      for (var row : json.getAsJsonArray("rows")) {
        rows.add(row(row.getAsJsonObject(), source));
      }
      if (rows.isEmpty() || rows.size() > MOST_ROWS) {
        throw new UserError("%s: a grid has 1 to %d rows.".formatted(source, MOST_ROWS));
      }
      var names = new HashSet<String>();
      for (var row : rows) {
        if (!names.add(row.name())) {
          throw new UserError(
              "%s: two rows are called \"%s\"; name them apart.".formatted(source, row.name()));
        }
      }
      return new Grid(name, json.has("about") ? text(json, "about", source) : "", rows);
    } catch (JsonParseException
        | IllegalStateException
        | ClassCastException
        | NullPointerException
        | NumberFormatException
        | UnsupportedOperationException e) {
      throw new UserError(
          "%s is no grid (%s); onenip ablate --help shows one.".formatted(source, e.getMessage()),
          e);
    }
  }

  private static GridRow row(JsonObject json, String source) {
    known(json, ROW_PARTS, source);
    var row = new HashMap<String, Object>();
    row.put("name", text(json, "name", source));
    row.put("method", json.has("method") ? text(json, "method", source) : null);
    row.put("neck", json.has("neck") ? Neck.named(text(json, "neck", source)) : null);
    row.put("size", json.has("size") ? json.get("size").getAsInt() : null);
    row.put("separate", json.has("separate") && json.get("separate").getAsBoolean());
    row.put("set", nested(json.getAsJsonObject("set")));
    row.put("test", nested(json.getAsJsonObject("test")));
    return Records.of(GridRow.class, row);
  }

  /** Dotted names as objects within objects. */
  private static JsonObject nested(JsonObject flat) {
    var nested = new JsonObject();
    if (flat != null) {
      flat.entrySet().forEach(e -> Overrides.put(nested, e.getKey(), e.getValue()));
    }
    return nested;
  }

  private static String text(JsonObject json, String part, String source) {
    JsonElement value = json.get(part);
    if (value == null || value.isJsonNull() || value.getAsString().isBlank()) {
      throw new UserError("%s: a grid and its rows have a \"%s\".".formatted(source, part));
    }
    return value.getAsString();
  }

  private static void known(JsonObject json, List<String> parts, String source) {
    for (var part : json.keySet()) {
      if (!parts.contains(part)) {
        throw new UserError(source + ": " + Spelling.unknown("part", part, parts));
      }
    }
  }
}
