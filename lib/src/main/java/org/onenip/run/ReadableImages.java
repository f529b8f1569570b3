package org.onenip.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.onenip.data.ImageFiles;
import org.onenip.data.ImageSet;
import org.onenip.data.Sample;
import org.onenip.support.Background;
import org.onenip.support.ProgressListener;
import org.onenip.support.Records;
import org.onenip.support.UserError;

/**
 * The training images that can be read. One damaged file of thousands shall cost no training, and
 * shall not be found at its end; so all are looked at before it begins.
 */
final class ReadableImages {
  /** Files to name. */
  private static final int FEW = 5;

  private static final int READ_AHEAD = 32;

  private ReadableImages() {}

  /**
   * Leaves out what cannot be read, and says so.
   *
   * @throws UserError if no image of a class can be read
   */
  static ImageSet of(ImageSet set, ProgressListener listener) {
    var kept = new ArrayList<Sample>();
    var reasons = new ArrayList<String>();
    listener.begin("looking at images", set.train().size());
    try (var readers = new Background<Optional<String>>("look", READ_AHEAD)) {
      var ahead = set.train().iterator();
      for (var sample : set.train()) {
        while (ahead.hasNext() && !readers.full()) {
          var next = ahead.next();
          readers.begin(() -> fault(next));
        }
        readers.next().ifPresentOrElse(reasons::add, () -> kept.add(sample));
        listener.count(kept.size() + reasons.size());
      }
    }
    listener.end();
    return reasons.isEmpty() ? set : without(set, kept, reasons, listener);
  }

  private static Optional<String> fault(Sample sample) {
    try {
      ImageFiles.look(sample.image());
      return Optional.empty();
    } catch (UserError e) {
      return Optional.of(e.getMessage());
    }
  }

  private static ImageSet without(
      ImageSet set, List<Sample> kept, List<String> reasons, ProgressListener listener) {
    var classes = kept.stream().map(Sample::className).distinct().toList();
    for (var sample : set.train()) {
      if (!classes.contains(sample.className())) {
        throw new UserError(
            "No training image of the class %s can be read. The first: %s"
                .formatted(sample.className(), fault(sample).orElse(sample.image().toString())));
      }
    }
    listener.say("Skipped %d of %d training images:".formatted(reasons.size(), set.train().size()));
    reasons.stream().limit(FEW).forEach(reason -> listener.say("  " + reason));
    if (reasons.size() > FEW) {
      listener.say("  `onenip data check` names all of them.");
    }
    return Records.with(set, "train", List.copyOf(kept));
  }
}
