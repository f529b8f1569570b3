package org.onenip.evaluation;

import java.util.List;
import java.util.function.Supplier;
import org.onenip.detect.AnomalyMap;

/** Where an evaluation gets the maps of its batches, which it asks for in order. */
@FunctionalInterface
public interface MapSource {
  /** Computes all. */
  MapSource COMPUTED = (images, computed) -> computed.get();

  /**
   * The maps of the next batch.
   *
   * @param images how many
   * @param computed computes them
   */
  List<AnomalyMap> next(int images, Supplier<List<AnomalyMap>> computed);
}
