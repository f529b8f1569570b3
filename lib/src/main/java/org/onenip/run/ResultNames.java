package org.onenip.run;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.onenip.support.PathText;

/**
 * Names of results: the image's own, numbered where two images share it. Names that differ by case
 * or by how an accent is written are one and the same on some systems.
 */
final class ResultNames {
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> last = new HashMap<>();

  private ResultNames() {}

  /** One name a file, in their order. */
  static List<String> of(List<Path> files) {
    var names = new ResultNames();
    return files.stream().map(names::next).toList();
  }

  private String next(Path file) {
    var stem = PathText.writable(PathText.of(file.getFileName()).replaceFirst("\\.[^.]*$", ""));
    var name = stem;
    while (!taken.add(alike(name))) {
      name = stem + "_" + last.merge(alike(stem), 2, (number, two) -> number + 1);
    }
    return name;
  }

  private static String alike(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC)
        .toUpperCase(Locale.ROOT)
        .toLowerCase(Locale.ROOT);
  }
}
