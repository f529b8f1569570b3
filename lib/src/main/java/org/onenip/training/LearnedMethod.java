package org.onenip.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.function.Function;
import org.onenip.detect.Detector;
import org.onenip.detect.LearnedDetector;
import org.onenip.detect.LearnedErrors;
import org.onenip.detect.SavedDetector;

/**
 * A method that learns a record of arrays in one go: the usual tenth of each class is held out, the
 * features of the rest are standardised, and thresholds are measured on the tenth.
 *
 * @param <L> the record
 * @param name of the method
 * @param type of the record
 * @param learn makes it of the training's data, which it does not close
 */
public record LearnedMethod<L extends Record & LearnedErrors>(
    String name, Class<L> type, Function<TrainingData, L> learn) implements MethodSpec<NoSettings> {
  private static final long SEED = 133;

  /** Checks that the record can be saved. */
  public LearnedMethod {
    var components = type.getRecordComponents();
    if (components.length == 0
        || Arrays.stream(components).anyMatch(c -> c.getType() != NDArray.class)) {
      throw new IllegalArgumentException(
          "%s has to be a record of arrays, for it is saved by them".formatted(type));
    }
  }

  @Override
  public NoSettings settings(Preset preset, TrainingSize data) {
    return new NoSettings();
  }

  @Override
  public Detector train(TrainingContext context, NoSettings settings) {
    try (var data = context.data(true, false, SEED)) {
      var detector = new LearnedDetector<>(name, data.extractor(), learn.apply(data));
      detector.calibrate(data.calibrator(context.listener()).thresholds(detector));
      return context.handOver(detector);
    }
  }

  @Override
  public Detector read(SavedDetector saved, Device device) {
    return LearnedDetector.read(saved, device, type);
  }
}
