package org.onenip.lab;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.onenip.support.ChildProcess;
import org.onenip.support.LastLines;
import org.onenip.support.UserError;

/** A Python interpreter of the user's: the command that starts it. */
public record Python(List<String> command) {
  private static final Pattern VERSION = Pattern.compile("Python (\\d+)\\.(\\d+)\\S*");
  private static final int MAJOR = 3;
  private static final int MINOR = 9;

  /** The usual names; {@code py} is the launcher that Windows installations bring. */
  private static final List<List<String>> USUAL =
      List.of(List.of("python3"), List.of("python"), List.of("py", "-3"));

  /**
   * The first interpreter that is new enough.
   *
   * @param named the user's choice, or null for the usual names
   * @param versions what a command prints when asked for its version; empty if it does not run
   * @throws UserError if there is none
   */
  public static Python find(String named, Function<Python, Optional<String>> versions) {
    var candidates = named == null ? USUAL : List.of(List.of(named));
    var seen = new StringBuilder();
    for (var command : candidates) {
      var python = new Python(command);
      var version = versions.apply(python).orElse("not found");
      if (newEnough(version)) {
        return python;
      }
      seen.append(seen.isEmpty() ? "" : ", ").append(python).append(": ").append(version);
    }
    throw new UserError(
        "Python %d.%d or newer is needed (%s); install it, or name one with --python."
            .formatted(MAJOR, MINOR, seen));
  }

  /** What this command prints when asked for its version; empty if it does not run. */
  public Optional<String> version() {
    var said = new LastLines(1);
    var asked = new ProcessBuilder(ChildProcess.joined(command, List.of("--version")));
    try {
      return ChildProcess.run(asked, said) == 0 ? Optional.of(said.toString()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean newEnough(String version) {
    var found = VERSION.matcher(version);
    if (!found.matches() || Integer.parseInt(found.group(1)) != MAJOR) {
      return false;
    }
    return Integer.parseInt(found.group(2)) >= MINOR;
  }

  @Override
  public String toString() {
    return String.join(" ", command);
  }
}
