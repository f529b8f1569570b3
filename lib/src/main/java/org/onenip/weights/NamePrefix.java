package org.onenip.weights;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.onenip.support.Excerpt;

/**
 * What stands before the names of a checkpoint: a program that wraps a network, in a trainer or for
 * several devices, adds a prefix to all of them.
 */
public final class NamePrefix {
  private static final int NAMES_TO_SHOW = 3;

  private NamePrefix() {}

  /**
   * Takes a prefix off that all names have in common.
   *
   * @param tensors by their names
   * @param expected beginnings of names, one of which is to be seen
   * @return the tensors as they are where one is seen, or where no common prefix hides one
   */
  public static Map<String, TensorData> without(
      Map<String, TensorData> tensors, List<String> expected) {
    var names = tensors.keySet();
    if (names.isEmpty() || begins(names, 0, expected)) {
      return tensors;
    }
    var first = names.iterator().next();
    for (int dot = first.indexOf('.'); dot >= 0; dot = first.indexOf('.', dot + 1)) {
      var prefix = first.substring(0, dot + 1);
      if (!names.stream().allMatch(name -> name.startsWith(prefix))) {
        break;
      }
      if (begins(names, prefix.length(), expected)) {
        var shorter = new LinkedHashMap<String, TensorData>();
        tensors.forEach((name, tensor) -> shorter.put(name.substring(prefix.length()), tensor));
        return shorter;
      }
    }
    return tensors;
  }

  private static boolean begins(Collection<String> names, int from, List<String> expected) {
    return names.stream()
        .anyMatch(name -> expected.stream().anyMatch(start -> name.startsWith(start, from)));
  }

  /** What the names are, for a message: the first ones, and how many there are. */
  public static String found(Map<String, TensorData> tensors) {
    if (tensors.isEmpty()) {
      return "no tensor";
    }
    return tensors.keySet().stream()
        .limit(NAMES_TO_SHOW)
        .map(Excerpt::of)
        .collect(Collectors.joining(", ", "", " and so on, %d in all".formatted(tensors.size())));
  }
}
