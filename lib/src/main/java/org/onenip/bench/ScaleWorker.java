package org.onenip.bench;

import com.google.gson.Gson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.onenip.support.UserError;

/**
 * The process of one point of a curve: for each line on its standard input, a measure or {@code
 * facts}, it prints one line of JSON. It ends with its input.
 */
final class ScaleWorker {
  private ScaleWorker() {}

  /** Arguments: curve, number of what grows, backbone, image size. */
  public static void main(String[] args) throws IOException {
    var curve = ScaleCurve.valueOf(args[0]);
    try (var work = work(curve, Integer.parseInt(args[1]), args[2], Integer.parseInt(args[3]));
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        Object answer =
            line.equals(Worker.FACTS)
                ? Worker.facts(curve.group())
                : Map.of(line, work.seconds(measure(line)));
        System.out.println(new Gson().toJson(answer));
      }
    } catch (UserError e) { // of a full disk: these are the last words that the parent quotes
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  private static ScaleMeasure measure(String key) {
    return Arrays.stream(ScaleMeasure.values())
        .filter(measure -> measure.toString().equals(key))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no measure " + key));
  }

  private static ScaleWork work(ScaleCurve curve, int x, String backbone, int size) {
    return switch (curve) {
      case BATCH -> new InferenceWork(Worker.backbone(backbone), size, InferenceWork.CLASSES, x);
      case SIZE -> new InferenceWork(Worker.backbone(backbone), x, InferenceWork.CLASSES, 1);
      case PROMPTS -> new InferenceWork(Worker.backbone(backbone), size, x, 1);
      case MAPS -> new MetricsWork(size, x);
    };
  }
}
