package org.onenip.plug;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.onenip.support.ClassPath;
import org.onenip.support.Reasons;
import org.onenip.support.TextFile;
import org.onenip.support.UserError;

/**
 * A source file of Java given to {@code --plug}: its class of the file's name is a {@link Plug}.
 */
public final class JavaPlug {
  private JavaPlug() {}

  /**
   * Compiles the file with the JDK's compiler, and registers what its {@link Plug} brings.
   *
   * @throws UserError if it cannot be compiled, holds no plug, or the plug fails
   */
  public static void load(Path file) {
    var name = file.getFileName().toString().replaceFirst("\\.java$", "");
    var classes = compile(file);
    try {
      // stays open until the process ends: classes are loaded as they are needed
      var loader =
          new URLClassLoader(new URL[] {classes.toUri().toURL()}, JavaPlug.class.getClassLoader());
      var plug = loader.loadClass(name).getDeclaredConstructor();
      plug.setAccessible(true);
      if (!(plug.newInstance() instanceof Plug registering)) {
        throw new UserError(
            "The plug %s registers nothing: let its class %s implement %s."
                .formatted(file, name, Plug.class.getName()));
      }
      registering.register();
    } catch (UserError e) {
      throw e;
    } catch (ClassNotFoundException | NoSuchMethodException e) {
      throw new UserError(
          "The plug %s needs a class %s, in no package, with a constructor without parameters."
              .formatted(file, name),
          e);
    } catch (IOException | ReflectiveOperationException | RuntimeException | LinkageError e) {
      throw new UserError(
          "The plug %s failed: %s; fix it."
              .formatted(file, e.getCause() == null ? e : e.getCause()),
          e);
    }
  }

  /** The folder of its classes, which is removed when the process ends. */
  private static Path compile(Path file) {
    var compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new UserError(
          "The plug %s has to be compiled, but this Java has no compiler: run with a JDK."
              .formatted(file));
    }
    var faults = new DiagnosticCollector<JavaFileObject>();
    try (var files = compiler.getStandardFileManager(faults, Locale.ROOT, StandardCharsets.UTF_8)) {
      var out = Files.createTempDirectory("plug");
      var options =
          List.of("-classpath", ClassPath.ours(), "-d", out.toString(), "-proc:none", "-nowarn");
      boolean done =
          compiler
              .getTask(new StringWriter(), files, faults, options, null, List.of(new Source(file)))
              .call();
      try (var made = Files.walk(out)) {
        made.forEach(path -> path.toFile().deleteOnExit()); // in reverse order
      }
      if (!done) {
        throw fault(file, faults);
      }
      return out;
    } catch (IOException e) {
      throw new UserError("The plug %s cannot be compiled: %s.".formatted(file, Reasons.of(e)), e);
    }
  }

  /** The file, whatever editor wrote it: the compiler takes a byte-order mark for a fault. */
  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(Path file) throws IOException {
      super(file.toUri(), Kind.SOURCE);
      text = TextFile.read(file);
    }

    @Override
    public CharSequence getCharContent(boolean ignoreErrors) {
      return text;
    }
  }

  private static UserError fault(Path file, DiagnosticCollector<JavaFileObject> faults) {
    var first =
        faults.getDiagnostics().stream()
            .filter(fault -> fault.getKind() == Diagnostic.Kind.ERROR)
            .findFirst();
    return new UserError(
        first
            .map(
                fault ->
                    "The plug %s fails in line %d: %s."
                        .formatted(
                            file,
                            fault.getLineNumber(),
                            fault
                                .getMessage(Locale.ROOT)
                                .lines()
                                .map(String::strip)
                                .reduce((a, b) -> a + ", " + b)
                                .orElse("")))
            .orElse("The plug %s cannot be compiled.".formatted(file)));
  }
}
