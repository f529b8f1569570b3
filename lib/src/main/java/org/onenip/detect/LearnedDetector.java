package org.onenip.detect;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.onenip.support.Records;

/**
 * A detector whose record of arrays is all that it has learned: they are saved and read by the
 * names of the record's components.
 *
 * @param <L> the record
 */
public final class LearnedDetector<L extends Record & LearnedErrors> extends SingleMapDetector {
  private final L learned;

  /**
   * Takes over the extractor's backbone and the record's arrays.
   *
   * @param method the name of the method
   */
  public LearnedDetector(String method, FeatureExtractor extractor, L learned) {
    super(method, extractor);
    this.learned = learned;
    arrays(learned).values().forEach(array -> array.attach(manager()));
  }

  /** What was learned; closed with this. */
  public L learned() {
    return learned;
  }

  @Override
  protected NDArray errors(NDArray features) {
    return learned.errors(features);
  }

  @Override
  public void save(Path run) {
    save(run, arrays(learned));
  }

  /**
   * Reads what {@link #save(Path)} wrote.
   *
   * @throws org.onenip.support.UserError if the file is damaged
   */
  public static <L extends Record & LearnedErrors> LearnedDetector<L> read(
      SavedDetector saved, Device device, Class<L> type) {
    return read(
        saved,
        device,
        (extractor, found) -> {
          for (var component : type.getRecordComponents()) {
            if (!found.containsKey(component.getName())) {
              throw new IllegalArgumentException("it has no " + component.getName());
            }
          }
          var learned = Records.of(type, found);
          check(extractor, learned, found);
          return new LearnedDetector<>(saved.method(), extractor, learned);
        });
  }

  /** Arrays that fit neither each other nor the backbone are found by features of zeros. */
  private static void check(
      FeatureExtractor extractor, LearnedErrors learned, Map<String, NDArray> found) {
    int grid = extractor.size() / 16;
    try (var scope = new NDScope();
        var scratch = found.values().iterator().next().getManager().newSubManager()) {
      scope.suppressNotUsedWarning();
      var features = scratch.zeros(new Shape(1, extractor.backbone().width(), grid, grid));
      if (!learned.errors(features).getShape().equals(new Shape(1, 1, grid, grid))) {
        throw new IllegalArgumentException("its errors are not one a position");
      }
    } catch (EngineException e) {
      throw new IllegalArgumentException("its arrays do not fit the backbone", e);
    }
  }

  private static Map<String, NDArray> arrays(Record learned) {
    var arrays = new LinkedHashMap<String, NDArray>();
    Records.values(learned).forEach((name, array) -> arrays.put(name, (NDArray) array));
    return arrays;
  }
}
