package org.onenip.lab;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.onenip.support.Checksum;
import org.onenip.support.Json;
import org.onenip.support.Reasons;
import org.onenip.support.UserError;
import org.onenip.support.WholeFile;

/**
 * A notebook on disk. Its text is the author's; a run changes the outputs alone, and so that the
 * same outputs give the same file: no time stamps, no version numbers, no addresses of objects.
 */
public final class NotebookFile {
  private static final Gson JSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  /** In the metadata: the checksum of the sources that gave the outputs. */
  private static final String EXECUTED = "executed";

  private final JsonObject json;

  private NotebookFile(JsonObject json) {
    this.json = json;
  }

  /**
   * Reads a notebook of Jupyter's format 4.
   *
   * @throws UserError if the file is missing or something else
   */
  public static NotebookFile read(Path file) {
    try {
      var json = JSON.fromJson(Files.readString(file), JsonObject.class);
      if (json == null || !json.has("cells") || !json.has("metadata")) {
        throw new JsonParseException("it has no cells");
      }
      return new NotebookFile(json);
    } catch (JsonParseException e) {
      throw new UserError("%s is no notebook; name an .ipynb file.".formatted(file), e);
    } catch (IOException e) {
      throw new UserError("%s cannot be read (%s).".formatted(file, Reasons.of(e)), e);
    }
  }

  /** The sources of the cells that a run executes, in their order. */
  public List<String> executable() {
    return cells()
        .filter(cell -> cell.get("cell_type").getAsString().equals("code"))
        .map(cell -> text(cell.get("source")))
        .filter(source -> !source.isBlank())
        .toList();
  }

  /** The same with all its cells a second time, and one cell more, at the end. */
  public NotebookFile twice(String last) {
    var twice = new NotebookFile(json.deepCopy());
    var cells = twice.json.getAsJsonArray("cells");
    cells()
        .map(JsonObject::deepCopy)
        .forEach(
            cell -> {
              cell.addProperty("id", "again-" + cells.size()); // the first has its own
              cells.add(cell);
            });
    var more = new JsonObject();
    more.addProperty("cell_type", "code");
    more.add("execution_count", JsonNull.INSTANCE);
    more.addProperty("id", "last");
    more.add("metadata", new JsonObject());
    more.add("outputs", new JsonArray());
    more.addProperty("source", last);
    cells.add(more);
    return twice;
  }

  /** What its last cell printed. */
  public String lastPrinted() {
    var last = cells().reduce((earlier, later) -> later).orElseThrow();
    return objects(last.getAsJsonArray("outputs"))
        .filter(output -> output.has("text"))
        .map(output -> text(output.get("text")))
        .collect(Collectors.joining());
  }

  /** Takes the outputs of the same notebook after a run. */
  public void takeOutputs(NotebookFile executed) {
    var others = executed.cells().iterator();
    cells()
        .forEach(
            cell -> {
              var other = others.next();
              if (other.has("outputs")) {
                cell.add("execution_count", other.get("execution_count"));
                cell.add("outputs", tidy(other.getAsJsonArray("outputs")));
              }
            });
    var metadata = new TreeMap<>(json.getAsJsonObject("metadata").asMap());
    metadata.put(
        "kernelspec",
        Json.of("display_name", JavaKernel.TITLE, "language", "java", "name", JavaKernel.NAME));
    metadata.put(
        "language_info",
        Json.of("mimetype", "text/x-java-source", "name", "Java", "pygments_lexer", "java"));
    metadata.put("onenip", Json.of(EXECUTED, checksum()));
    json.add("metadata", JSON.toJsonTree(metadata));
  }

  /** Whether the outputs are those that its cells, as they stand, gave when they were run. */
  public boolean upToDate() {
    var ours = json.getAsJsonObject("metadata").getAsJsonObject("onenip");
    return ours != null
        && ours.has(EXECUTED)
        && ours.get(EXECUTED).getAsString().equals(checksum());
  }

  /** Of the sources that a run executes. */
  private String checksum() {
    return Checksum.sha256(String.join("\0", executable()).getBytes(StandardCharsets.UTF_8));
  }

  /** Names a page that is made of it; its own title, if it has one, is kept. */
  void title(String title) {
    var metadata = json.getAsJsonObject("metadata");
    if (!metadata.has("title")) {
      metadata.addProperty("title", title);
    }
  }

  /** Writes it as Jupyter does, wholly or not at all. */
  public void write(Path file) {
    WholeFile.write(
        file,
        out -> {
          var writer = new JsonWriter(out);
          writer.setIndent(" ");
          JSON.toJson(json, writer);
          writer.flush();
          out.write("\n");
        });
  }

  private Stream<JsonObject> cells() {
    return objects(json.getAsJsonArray("cells"));
  }

  /** Joins what a stream printed in pieces; drops the plain text beside what is richer. */
  private static JsonArray tidy(JsonArray outputs) {
    var tidied = new JsonArray();
    objects(outputs)
        .forEach(
            output -> {
              var last = tidied.isEmpty() ? null : (JsonObject) tidied.get(tidied.size() - 1);
              if (sameStream(last, output)) {
                last.add("text", lines(text(last.get("text")) + text(output.get("text"))));
                return;
              }
              var data = output.getAsJsonObject("data");
              if (data != null && data.size() > 1) {
                data.remove("text/plain");
              }
              tidied.add(output);
            });
    return tidied;
  }

  private static boolean sameStream(JsonObject last, JsonObject output) {
    return last != null
        && last.has("name")
        && output.has("name")
        && last.get("name").equals(output.get("name"));
  }

  /** Text, which the format allows in one piece or line by line. */
  private static String text(JsonElement text) {
    if (!text.isJsonArray()) {
      return text.getAsString();
    }
    var joined = new StringBuilder();
    text.getAsJsonArray().forEach(line -> joined.append(line.getAsString()));
    return joined.toString();
  }

  private static JsonArray lines(String text) {
    var lines = new JsonArray();
    Stream.of(text.split("(?<=\n)")).forEach(lines::add);
    return lines;
  }

  private static Stream<JsonObject> objects(JsonArray array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonElement::getAsJsonObject);
  }
}
