package org.onenip.lab;

import com.google.gson.GsonBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.onenip.engine.EngineFolder;
import org.onenip.engine.EngineThreads;
import org.onenip.notebook.Guide;
import org.onenip.support.ClassPath;
import org.onenip.support.Reasons;
import org.onenip.support.UserError;

/**
 * The Java kernel of the notebooks: JJava in the Java that runs us, with our class path. Another
 * kernel of JShell's (the original IJava) gets the same by environment variables alone.
 */
public final class JavaKernel {
  /** Its name in every notebook. */
  public static final String NAME = "java";

  /** What Jupyter shows. */
  static final String TITLE = "Java";

  /** What a kernel runs before the first cell, by the variable in which it looks for it. */
  private static final Map<String, String> GUIDE =
      Map.of(
          "JJAVA_STARTUP_SCRIPT", Guide.class.getName() + ".watch(kernel());",
          "IJAVA_STARTUP_SCRIPT", Guide.class.getName() + ".watch(getKernelInstance());");

  private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

  private final Path folder;

  /** The kernel in an environment. */
  public JavaKernel(PythonEnvironment python) {
    this.folder = python.share().resolve("kernels").resolve(NAME);
  }

  /** Writes how Jupyter starts it, in place of the package's own way over `java` on the path. */
  public void describe() {
    var logging = folder.resolve("logging.properties");
    var command = new ArrayList<String>();
    command.add(JAVA_HOME.resolve("bin").resolve("java").toString());
    command.addAll(options());
    command.add("-Djava.util.logging.config.file=" + logging);
    command.addAll(List.of("--add-opens", "jdk.jshell/jdk.jshell=ALL-UNNAMED"));
    command.addAll(List.of("-jar", folder.resolve("jjava.jar").toString(), "{connection_file}"));
    var description = new TreeMap<String, Object>();
    description.put("argv", command);
    description.put("display_name", TITLE);
    description.put("language", "java");
    description.put("interrupt_mode", "message");
    try {
      Files.writeString(logging, "handlers=java.util.logging.ConsoleHandler\n.level=WARNING\n");
      var gson = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
      Files.writeString(folder.resolve("kernel.json"), gson.toJson(description) + "\n");
    } catch (IOException e) {
      throw new UserError("%s cannot be written (%s).".formatted(folder, Reasons.of(e)), e);
    }
  }

  /** Sets what a kernel reads from its environment. */
  public static void addTo(Map<String, String> environment, String kernel) {
    var classPath = ClassPath.ours();
    environment.put("JJAVA_CLASSPATH", classPath);
    environment.put("IJAVA_CLASSPATH", classPath);
    GUIDE.forEach(
        (name, script) -> environment.merge(name, script, (theirs, ours) -> theirs + "\n" + ours));
    environment.put("JAVA_HOME", JAVA_HOME.toString());
    environment.merge(
        "PATH",
        JAVA_HOME.resolve("bin").toString(),
        (old, ours) -> ours + File.pathSeparator + old);
    environment.put("OPT_OUT_TRACKING", "true"); // DJL would report its start over the network
    EngineThreads.addTo(environment);
    EngineFolder.addTo(environment);
    if (!kernel.equals(NAME)) {
      environment.put("JAVA_TOOL_OPTIONS", String.join(" ", options()));
    }
  }

  /** Options of its JVM; more come from the variable that {@code lib/onenip} reads too. */
  private static List<String> options() {
    var options = new ArrayList<>(List.of("-Djava.awt.headless=true"));
    var more = System.getenv().getOrDefault("ONENIP_JAVA_OPTIONS", "").strip();
    if (!more.isEmpty()) {
      options.addAll(List.of(more.split("\\s+")));
    }
    return options;
  }
}
