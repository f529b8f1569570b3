package org.onenip.cli;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.onenip.data.Sample;
import org.onenip.inference.PromptChoice;

/** The {@code --prompt} option. */
final class Prompts {
  /** The default: nearest by cosine. */
  static final String NEAREST = "nearest";

  private static final long SEED = 133;

  private Prompts() {}

  /** How the images of a batch get their prompts. */
  static Function<List<Sample>, PromptChoice> parse(String choice) {
    return switch (choice) {
      case NEAREST -> batch -> new PromptChoice.Nearest();
      case "told" -> batch -> new PromptChoice.Told(classes(batch));
      case "random" -> {
        var batches = new AtomicLong(); // another seed for every batch, the same in every run
        yield batch -> new PromptChoice.Random(classes(batch), SEED + batches.getAndIncrement());
      }
      default -> batch -> new PromptChoice.Fixed(choice);
    };
  }

  private static List<String> classes(List<Sample> batch) {
    return batch.stream().map(Sample::className).toList();
  }
}
