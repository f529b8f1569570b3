package org.onenip.bench;

import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.onenip.support.Json;
import org.onenip.support.UserError;

/** A process that does parts on demand: ours or the peer's. It ends when this is closed. */
final class WorkerProcess implements AutoCloseable {
  private static final int SECONDS_TO_END = 10;

  private final String name;
  private final Path errors;
  private final Process process;
  private final BufferedReader answers;
  private final Writer questions;

  WorkerProcess(String name, ProcessBuilder builder) throws IOException {
    this.name = name;
    errors = Files.createTempFile("onenip-bench", ".txt");
    process = builder.redirectError(errors.toFile()).start();
    answers = process.inputReader(StandardCharsets.UTF_8);
    questions = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** Seconds by name. */
  Map<String, Double> run(Part part) throws IOException {
    var seconds = new LinkedHashMap<String, Double>();
    ask(part.toString())
        .entrySet()
        .forEach(entry -> seconds.put(entry.getKey(), entry.getValue().getAsDouble()));
    return seconds;
  }

  double seconds(ScaleMeasure measure) throws IOException {
    return ask(measure.toString()).get(measure.toString()).getAsDouble();
  }

  JsonObject facts() throws IOException {
    return ask(Worker.FACTS);
  }

  private JsonObject ask(String question) throws IOException {
    questions.write(question + "\n");
    questions.flush();
    return answer();
  }

  /** The next line of JSON; a library's greetings are passed over. */
  JsonObject answer() throws IOException {
    for (var line = answers.readLine(); line != null; line = answers.readLine()) {
      if (line.startsWith("{")) {
        return Json.object(line);
      }
    }
    throw new UserError(
        "%s ended before it answered (%s); its last words were: %s"
            .formatted(name, exit(), Files.readString(errors).strip()));
  }

  private String exit() {
    try {
      return process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)
          ? "exit code " + process.exitValue() // 137: killed, for want of memory perhaps
          : "it still runs";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  @Override
  public void close() throws IOException {
    try {
      questions.close();
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) { // it has ended already
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } finally {
      Files.deleteIfExists(errors);
    }
  }
}
