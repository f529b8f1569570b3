package org.onenip.data;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.onenip.support.Json;
import org.onenip.support.TextFile;
import org.onenip.support.UserError;

/**
 * Groups of defect kinds that a data set names in its {@code dataset.json}, for example <code>
 * {"groups": {"structural": ["board/scratch"], "camouflaged": ["cable/swap"]}}</code>.
 */
public final class DefectGroups {
  private static final String FILE = "dataset.json";

  private DefectGroups() {}

  private record Contents(Map<String, List<String>> groups) {}

  /**
   * Reads the groups of a data set.
   *
   * @param root its folder
   * @return defects as {@code class/kind} by group, in the file's order; none without a file
   * @throws UserError if the file is damaged
   */
  public static Map<String, List<String>> read(Path root) {
    var file = file(root);
    if (!Files.exists(file)) {
      return Map.of();
    }
    try {
      var json = new Gson().fromJson(TextFile.read(file), JsonObject.class);
      var contents = json == null ? null : Json.record(json, Contents.class);
      if (contents == null || contents.groups() == null) {
        return Map.of();
      }
      boolean sound =
          contents.groups().values().stream()
              .allMatch(
                  defects -> defects != null && defects.stream().allMatch(DefectGroups::named));
      if (sound) {
        return contents.groups();
      }
    } catch (IOException | JsonParseException e) {
      throw damaged(file, e);
    }
    throw damaged(file, null);
  }

  /** Where a data set names them. */
  static Path file(Path root) {
    return root.resolve(FILE);
  }

  private static boolean named(String defect) {
    return defect != null && defect.matches("[^/]+/[^/]+");
  }

  private static UserError damaged(Path file, Exception cause) {
    return new UserError(
        "%s is damaged: write groups as {\"groups\": {\"<name>\": [\"<class>/<kind>\", …]}}, or remove the file."
            .formatted(file),
        cause);
  }
}
