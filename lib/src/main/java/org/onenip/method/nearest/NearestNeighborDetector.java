package org.onenip.method.nearest;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.Map;
import org.onenip.detect.FeatureExtractor;
import org.onenip.detect.SavedDetector;
import org.onenip.detect.SingleMapDetector;
import org.onenip.engine.Tensors;

/**
 * Scores each position by the distance of its feature to the nearest one in a bank of normal
 * patches of all classes. It knows no prompts and no threshold.
 */
public final class NearestNeighborDetector extends SingleMapDetector {
  private static final int BANK_CHUNK = 4096;

  private final NDArray bank;

  /**
   * Takes over backbone and bank.
   *
   * @param bank normal patches {@code (M, C)}
   */
  public NearestNeighborDetector(FeatureExtractor extractor, NDArray bank) {
    super(NearestNeighborMethod.NAME, extractor);
    this.bank = bank;
    bank.attach(manager());
  }

  /** Distance of each feature to its nearest neighbour. */
  @Override
  protected NDArray errors(NDArray features) {
    var shape = features.getShape();
    var patches = features.transpose(0, 2, 3, 1).reshape(-1, shape.get(1)); // (B·H·W, C)
    NDArray nearest = null; // squared, without the patch's own length, which is the same for all
    for (long from = 0; from < bank.getShape().get(0); from += BANK_CHUNK) {
      long to = Math.min(from + BANK_CHUNK, bank.getShape().get(0));
      var chunk = bank.get("{}:{}", from, to);
      var lengths = chunk.square().sum(new int[] {1}).expandDims(0);
      var least =
          lengths.sub(Tensors.scale(patches.matMul(chunk.transpose()), 2)).min(new int[] {1});
      nearest = nearest == null ? least : nearest.minimum(least);
    }
    return nearest
        .add(patches.square().sum(new int[] {1}))
        .maximum(0)
        .sqrt()
        .reshape(shape.get(0), 1, shape.get(2), shape.get(3));
  }

  @Override
  public void save(Path run) {
    save(run, Map.of("bank", bank));
  }

  /** Puts together what {@link #save} took apart. */
  static NearestNeighborDetector read(SavedDetector saved, Device device) {
    return read(
        saved,
        device,
        (extractor, learned) -> {
          var bank = learned.get("bank");
          int channels = extractor.backbone().width();
          if (bank.getShape().dimension() != 2
              || bank.getShape().get(1) != channels
              || extractor.size() < 32) {
            throw new IllegalArgumentException("a bank of " + bank.getShape());
          }
          return new NearestNeighborDetector(extractor, bank);
        });
  }
}
