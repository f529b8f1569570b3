package org.onenip.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.onenip.data.ImageSet;
import org.onenip.data.Sample;
import org.onenip.detect.Detector;
import org.onenip.detect.PromptChoice;
import org.onenip.detect.StepListener;
import org.onenip.method.onenip.DetectorAssembly;
import org.onenip.method.onenip.OneNipDetector;
import org.onenip.method.onenip.Prompt;
import org.onenip.method.onenip.PromptSelection;
import org.onenip.support.Spelling;
import org.onenip.support.UserError;

/**
 * How a detector is measured (docs/method.md §8): where prompts and κ come from, and how maps are
 * fused.
 *
 * @param prompt how an image gets its prompt: nearest, told, random, averaged, wrong, {@code
 *     image:FILE}, or a class
 * @param prompts how many of each class to draw anew from the training images; 0 for the detector's
 *     own, and as many as {@link #MANY} for the choices that need several
 * @param kappa calibrated, or that of the test set
 * @param weight w of Eq. 10; null for the detector's own
 */
public record TestProtocol(String prompt, int prompts, Kappa kappa, Double weight) {
  /** What a deployed detector does. */
  public static final TestProtocol DEPLOYED =
      new TestProtocol("nearest", 0, Kappa.CALIBRATED, null);

  private static final List<String> CHOICES =
      List.of("nearest", "told", "random", "averaged", "wrong", "image:FILE");
  private static final String IMAGE = "image:";
  private static final int MANY = 16;
  private static final long SEED = 133;

  /** Where κ comes from. */
  public enum Kappa {
    CALIBRATED,
    TEST;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public TestProtocol {
    if (weight != null && !(weight >= 0 && weight <= 1)) {
      throw new IllegalArgumentException("the weight %s is not between 0 and 1".formatted(weight));
    }
    if (prompts < 0) {
      throw new IllegalArgumentException("there cannot be %d prompts".formatted(prompts));
    }
  }

  /** A detector, and how the images of a batch get their prompts. */
  public record Prepared(Detector detector, Function<List<Sample>, PromptChoice> choice) {}

  /**
   * The detector as it is to be measured; closing one closes both.
   *
   * @param run where the detector is from, for errors
   * @param set its training images give prompts, its test images κ
   * @throws UserError if the detector's method or its prompts do not allow it
   */
  public Prepared prepare(Path run, Detector detector, ImageSet set, StepListener listener) {
    if (detector instanceof OneNipDetector oneNip) {
      return prepare(run, oneNip, set, listener);
    }
    if (!equals(DEPLOYED)) {
      throw new UserError(
          "The run in %s is of a method without prompts and refiner, which is measured in one way only: leave out --prompt, --prompts, --kappa and --weight."
              .formatted(run));
    }
    return new Prepared(detector, batch -> new PromptChoice.Nearest());
  }

  private Prepared prepare(Path run, OneNipDetector detector, ImageSet set, StepListener listener) {
    if (weight != null && !detector.network().refines()) {
      throw new UserError(
          "The run in %s has no refiner to be weighed: leave out --weight.".formatted(run));
    }
    var chosen = withPrompts(detector, set, listener);
    if (weight != null) {
      chosen = chosen.with(chosen.calibration().with(chosen.calibration().kappa(), weight));
    }
    var choice = choice(chosen);
    if (kappa == Kappa.TEST) {
      chosen = TestSetKappa.apply(chosen, set, choice, listener);
    }
    return new Prepared(chosen, choice);
  }

  private OneNipDetector withPrompts(OneNipDetector detector, ImageSet set, StepListener listener) {
    if (prompt.startsWith(IMAGE)) {
      var file = Path.of(prompt.substring(IMAGE.length()));
      return detector.with(List.of(PromptSelection.given(detector, file)));
    }
    boolean several = prompt.equals("random") || prompt.equals("averaged");
    int wanted = prompts == 0 && several ? MANY : prompts;
    var chosen = detector;
    if (wanted > 0) {
      chosen = detector.with(PromptSelection.drawn(detector, set.train(), wanted, SEED));
    } else if (detector.prompts().isEmpty()) { // imported without a data set
      chosen =
          DetectorAssembly.forData(
              detector.extractor().backbone(), detector.network(), set, listener);
    }
    return prompt.equals("averaged")
        ? chosen.with(PromptSelection.averaged(chosen.prompts()))
        : chosen;
  }

  private Function<List<Sample>, PromptChoice> choice(OneNipDetector detector) {
    if (prompt.startsWith(IMAGE)) {
      return batch -> new PromptChoice.Nearest();
    }
    return switch (prompt) {
      case "nearest", "averaged" -> batch -> new PromptChoice.Nearest();
      case "told" -> batch -> new PromptChoice.Told(classes(batch));
      case "wrong" -> {
        var known = detector.prompts().stream().map(Prompt::className).distinct().sorted().toList();
        if (known.size() < 2) {
          throw new UserError("With a single class no prompt is wrong: name another --prompt.");
        }
        yield batch ->
            new PromptChoice.Told(classes(batch).stream().map(name -> after(name, known)).toList());
      }
      case "random" -> {
        var batches = new AtomicLong(); // another seed for every batch, the same in every run
        yield batch -> new PromptChoice.Random(classes(batch), SEED + batches.getAndIncrement());
      }
      default -> {
        var classes = detector.prompts().stream().map(Prompt::className).distinct().toList();
        if (!classes.contains(prompt)) {
          var known = Stream.concat(CHOICES.stream(), classes.stream()).toList();
          throw new UserError("--prompt: " + Spelling.unknown("choice", prompt, known));
        }
        yield batch -> new PromptChoice.Fixed(prompt);
      }
    };
  }

  private static List<String> classes(List<Sample> batch) {
    return batch.stream().map(Sample::className).toList();
  }

  private static String after(String name, List<String> known) {
    return known.get((known.indexOf(name) + 1) % known.size());
  }
}
