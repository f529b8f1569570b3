package org.onenip.run;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.onenip.support.FileNames;
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
    var text = PathText.writable(PathText.of(file.getFileName()).replaceFirst("\\.[^.]*$", ""));
    var stem = FileNames.of(text);
    var name = stem;
    while (!taken.add(FileNames.folded(name))) {
      name = stem + "_" + last.merge(FileNames.folded(stem), 2, (number, two) -> number + 1);
    }
    return name;
  }
}
