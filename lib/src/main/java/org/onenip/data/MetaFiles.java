package org.onenip.data;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.onenip.support.Json;
import org.onenip.support.TextFile;
import org.onenip.support.UserError;

/**
 * Images listed in {@code train.json} and {@code test.json} beside them, as the published OneNIP
 * and UniAD do: a JSON object a line, with {@code filename}, {@code label} (0 normal, 1 defective),
 * {@code maskname} and {@code clsname}. Where no class is named it is the file's third folder
 * upwards, as there. A defect's kind is the folder that it lies in. Another list than {@code
 * train.json} may be named itself.
 *
 * <p>A defect without a mask has no pixel figures here; the published code takes all its pixels for
 * anomalous.
 */
public final class MetaFiles implements FolderLayout {
  private static final String TRAIN = "train.json";
  private static final String TEST = "test.json";
  private static final int LONGEST_LINE = 4096;
  private static final int MOST_SHOWN = 60;

  @Override
  public String name() {
    return "meta";
  }

  @Override
  public String description() {
    return "train.json and test.json, one {\"filename\", \"label\", \"maskname\", \"clsname\"} a line";
  }

  @Override
  public String example() {
    return "--data DIR or --data DIR/train_10.json";
  }

  @Override
  public boolean fits(Path path) {
    return path.toString().endsWith(".json") && Files.isRegularFile(path)
        || Files.isRegularFile(path.resolve(TRAIN));
  }

  @Override
  public Listing list(Path path) {
    var train = FileList.bounded(Files.isDirectory(path) ? path.resolve(TRAIN) : path);
    var test = train.resolveSibling(TEST);
    var list = new FileList(Files.isDirectory(path) ? path : parent(path), train);
    read(train, list::train);
    if (Files.exists(test)) {
      list.alsoReads(test);
      read(FileList.bounded(test), entry -> list.test(entry, kind(entry)));
    }
    return list.listing(name());
  }

  private static Path parent(Path file) {
    return file.getParent() == null ? Path.of("") : file.getParent();
  }

  private static void read(Path file, Consumer<FileList.Entry> add) {
    try {
      long number = 0;
      for (var line : TextFile.read(file).lines().toList()) {
        number++;
        if (!line.isBlank()) {
          add.accept(entry(file, number, line));
        }
      }
    } catch (IOException e) {
      throw new UserError(
          "%s is damaged (%s); take the list as it was published.".formatted(file, e.getMessage()),
          e);
    }
  }

  private static FileList.Entry entry(Path file, long number, String line) {
    if (line.length() > LONGEST_LINE) {
      throw FileList.wrong(
          file, number, "more than %d characters, not one JSON object".formatted(LONGEST_LINE));
    }
    try {
      var json = Json.object(line);
      var image = text(json, "filename");
      int label = json.get("label").getAsInt();
      if (label != 0 && label != 1) {
        throw FileList.wrong(file, number, "the label %d".formatted(label));
      }
      var name = text(json, "clsname");
      return new FileList.Entry(
          file,
          number,
          name == null || name.isEmpty() ? folder(image, 3) : name,
          image,
          text(json, "maskname"),
          label == 0);
    } catch (JsonParseException
        | IllegalStateException
        | NullPointerException
        | NumberFormatException
        | UnsupportedOperationException e) {
      throw FileList.wrong(
          file,
          number,
          "no JSON object with a filename and a label, but: "
              + (line.length() > MOST_SHOWN ? line.substring(0, MOST_SHOWN) + "…" : line));
    }
  }

  private static String text(JsonObject json, String key) {
    var value = json.get(key);
    return value == null || value.isJsonNull() ? null : value.getAsString();
  }

  /** The n-th folder upwards of a file, {@code null} where it has fewer. */
  private static String folder(String file, int up) {
    if (file == null) {
      return null;
    }
    var parts = file.replace('\\', '/').split("/");
    return parts.length > up ? parts[parts.length - 1 - up] : null;
  }

  private static String kind(FileList.Entry entry) {
    var folder = folder(entry.image(), 1);
    return folder == null || folder.equals(Sample.GOOD) ? "defective" : folder;
  }
}
