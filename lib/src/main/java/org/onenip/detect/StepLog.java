package org.onenip.detect;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A line of {@code log.jsonl}.
 *
 * @param step counts from 1
 * @param losses by name, {@link #TOTAL} first: OneNIP's are the total (Eq. 8), the squared error of
 *     all streams ({@code mse}), and of a refiner {@code dice} and {@code recall}, the mean
 *     probability that it gives to truly anomalous pixels
 * @param gradientNorm before clipping
 * @param learningRate of this step
 * @param seconds since the training (or its resumption) began
 */
public record StepLog(
    int step,
    Map<String, Double> losses,
    double gradientNorm,
    double learningRate,
    double seconds) {
  /** What is minimised. */
  public static final String TOTAL = "loss";

  static final String STEP = "step";
  private static final String NORM = "gradientNorm";
  private static final String RATE = "learningRate";
  private static final String SECONDS = "seconds";
  private static final List<String> NO_LOSS = List.of(STEP, NORM, RATE, SECONDS);

  /** Checks the numbers, for they may come from a file; a rate and a time may be unknown. */
  public StepLog {
    if (step < 0 || seconds < 0 || losses.get(TOTAL) == null) {
      throw new IllegalArgumentException("it is no step of a training");
    }
  }

  /** What is minimised. */
  public double loss() {
    return losses.get(TOTAL);
  }

  /** One of the losses, null where there is none of this name. */
  public Double loss(String name) {
    return losses.get(name);
  }

  /** The line. */
  public JsonObject json() {
    var json = new JsonObject();
    json.addProperty(STEP, step);
    losses.forEach(json::addProperty);
    json.addProperty(NORM, gradientNorm);
    json.addProperty(RATE, learningRate);
    json.addProperty(SECONDS, seconds);
    return json;
  }

  /** Reads a line; empty where it is of no step. */
  public static Optional<StepLog> of(JsonObject json) {
    if (!json.has(TOTAL)) {
      return Optional.empty();
    }
    return Optional.of(
        new StepLog(
            step(json),
            losses(json),
            number(json, NORM),
            number(json, RATE),
            number(json, SECONDS)));
  }

  /**
   * A line as it is, after a look at what it has.
   *
   * @throws IllegalArgumentException if it is neither a step nor a text about one
   */
  static JsonObject checked(JsonObject json) {
    if (!isNumber(json.get(STEP)) || json.get(STEP).getAsDouble() != step(json)) {
      throw new IllegalArgumentException("it has no step");
    }
    if (of(json).isEmpty()) {
      for (var part : json.entrySet()) {
        if (!part.getKey().equals(STEP) && !isText(part.getValue())) {
          throw new IllegalArgumentException("%s is no text".formatted(part.getKey()));
        }
      }
    }
    return json;
  }

  private static int step(JsonObject json) {
    return json.get(STEP).getAsInt();
  }

  private static boolean isText(JsonElement value) {
    return value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
  }

  /** The losses of a line, in its order. */
  public static Map<String, Double> losses(JsonObject json) {
    var losses = new LinkedHashMap<String, Double>();
    for (var part : json.entrySet()) {
      if (!NO_LOSS.contains(part.getKey()) && isNumber(part.getValue())) {
        losses.put(part.getKey(), part.getValue().getAsDouble());
      }
    }
    return losses;
  }

  private static boolean isNumber(JsonElement value) {
    return value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber();
  }

  private static double number(JsonObject json, String name) {
    if (!json.has(name)) {
      return Double.NaN;
    }
    if (!isNumber(json.get(name))) {
      throw new IllegalArgumentException("%s is no number".formatted(name));
    }
    return json.get(name).getAsDouble();
  }
}
