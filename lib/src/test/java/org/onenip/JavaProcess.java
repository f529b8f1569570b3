package org.onenip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs of ours in a process of their own, which a test may measure, interrupt or kill. */
public final class JavaProcess {
  private JavaProcess() {}

  /** Starts a main class with the tests' class path; errors come with the output. */
  public static Process start(List<String> options, Class<?> main, Object... arguments)
      throws IOException {
    return start(Map.of(), options, main, arguments);
  }

  /** The same with variables in its environment. */
  public static Process start(
      Map<String, String> environment, List<String> options, Class<?> main, Object... arguments)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    for (var argument : arguments) {
      command.add(argument.toString());
    }
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Waits for the end, expects an exit code, and gives all that was printed. */
  public static String finish(Process process, int code) throws Exception {
    var output = new String(process.getInputStream().readAllBytes());
    assertTrue(process.waitFor(5, TimeUnit.MINUTES));
    assertEquals(code, process.exitValue(), output);
    return output;
  }
}
