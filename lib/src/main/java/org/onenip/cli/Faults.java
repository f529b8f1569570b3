package org.onenip.cli;

import ai.djl.engine.EngineException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.onenip.detect.TrainingStopped;
import org.onenip.support.Reasons;
import org.onenip.support.UserError;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a command's errors come to: one sentence and an exit code. */
final class Faults {
  static final int USER_ERROR = 2;
  static final int INTERRUPTED = 130;

  /** Causes of causes that are looked at. */
  private static final int MOST_CAUSES = 20;

  private static final String MEMORY =
      "The memory does not suffice (%s); take a smaller --size, --batch or backbone, fewer images at a time, or allow Java more with ONENIP_JAVA_OPTIONS=-Xmx8g.";

  private Faults() {}

  /**
   * The exit code of an error, after its sentence is said; empty where the mistake is ours.
   *
   * @param command that failed
   */
  static Optional<Integer> report(Throwable error, CommandLine command) {
    var stopped =
        causes(error)
            .anyMatch(e -> e instanceof TrainingStopped || e instanceof CancellationException);
    if (stopped) {
      return Optional.of(INTERRUPTED);
    }
    var sentence = causes(error).flatMap(e -> sentence(e).stream()).findFirst();
    sentence.ifPresent(text -> say(command, text));
    return sentence.map(text -> USER_ERROR);
  }

  /** The error and what it was caused by; work in the background and streams wrap theirs. */
  private static Stream<Throwable> causes(Throwable error) {
    return Stream.iterate(error, e -> e != null, Throwable::getCause).limit(MOST_CAUSES);
  }

  private static Optional<String> sentence(Throwable error) {
    if (error instanceof UserError) {
      return Optional.of(error.getMessage());
    }
    if (error instanceof OutOfMemoryError || isNativeMemory(error)) {
      var reason = error instanceof OutOfMemoryError ? error.getMessage() : "the engine's own";
      return Optional.of(MEMORY.formatted(reason));
    }
    if (error instanceof StackOverflowError) {
      return Optional.of("A file that was read is nested too deeply; get or make it again.");
    }
    if (error instanceof IOException failed) {
      var file = failed instanceof FileSystemException named ? named.getFile() : null;
      return Optional.of(
          "%s could not be read or written (%s); check the folder and the free space."
              .formatted(file == null ? "A file" : file, Reasons.of(failed)));
    }
    return Optional.empty();
  }

  /** What the engine says where the system or the GPU gives it no more. */
  private static boolean isNativeMemory(Throwable error) {
    if (!(error instanceof EngineException) || error.getMessage() == null) {
      return false;
    }
    var message = error.getMessage().toLowerCase(Locale.ROOT);
    return message.contains("out of memory")
        || message.contains("not enough memory")
        || message.contains("can't allocate memory");
  }

  /** The same of a command line that cannot be understood. */
  static int report(ParameterException error) {
    var command = error.getCommandLine();
    var message =
        error.getMessage().strip().replaceAll("\\s*\\R\\s*", " ").replaceFirst("\\.$", "");
    var near =
        error instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions().stream().findFirst().map("; did you mean %s?"::formatted)
            : Optional.<String>empty();
    var help = "%s --help".formatted(command.getCommandSpec().qualifiedName());
    var sentence = "%s%s See %s.".formatted(message, near.orElse("."), help);
    say(command, sentence);
    return USER_ERROR;
  }

  /** Bounded as our own errors are. */
  private static void say(CommandLine command, String sentence) {
    command.getErr().println("onenip: " + new UserError(sentence).getMessage());
  }
}
