package org.onenip.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.onenip.AlignedResize;
import org.onenip.backbone.Safetensors;
import org.onenip.data.RgbImage;

/**
 * Scores each position by the distance of its feature to the nearest one in a bank of normal
 * patches of all classes. It knows no prompts and no threshold.
 */
public final class NearestNeighborDetector implements Detector {
  private static final int BATCH = 8;
  private static final int BANK_CHUNK = 4096;

  private final NDManager manager;
  private final FeatureExtractor extractor;
  private final NDArray bank;

  /**
   * Takes over backbone and bank.
   *
   * @param bank normal patches {@code (M, C)}
   */
  public NearestNeighborDetector(FeatureExtractor extractor, NDArray bank) {
    this.extractor = extractor;
    this.manager = NDManager.newBaseManager(extractor.backbone().device());
    this.bank = bank;
    bank.attach(manager);
  }

  @Override
  public int size() {
    return extractor.size();
  }

  @Override
  public List<AnomalyMap> detect(List<RgbImage> images, PromptChoice choice) {
    var maps = new ArrayList<AnomalyMap>(images.size());
    for (int from = 0; from < images.size(); from += BATCH) {
      var batch = images.subList(from, Math.min(from + BATCH, images.size()));
      try (var scope = new NDScope();
          var scratch = manager.newSubManager()) {
        scope.suppressNotUsedWarning();
        var features = extractor.features(scratch, batch); // (B, C, H, W)
        var resized = AlignedResize.apply(distances(features), size(), size());
        for (int i = 0; i < batch.size(); i++) {
          maps.add(map(resized.get(i).toFloatArray()));
        }
      }
    }
    return maps;
  }

  /** Distance of each feature to its nearest neighbour, {@code (B, 1, H, W)}. */
  private NDArray distances(NDArray features) {
    var shape = features.getShape();
    var patches = features.transpose(0, 2, 3, 1).reshape(-1, shape.get(1)); // (B·H·W, C)
    NDArray nearest = null; // squared, without the patch's own length, which is the same for all
    for (long from = 0; from < bank.getShape().get(0); from += BANK_CHUNK) {
      long to = Math.min(from + BANK_CHUNK, bank.getShape().get(0));
      var chunk = bank.get("{}:{}", from, to);
      var lengths = chunk.square().sum(new int[] {1}).expandDims(0);
      var least = lengths.sub(patches.matMul(chunk.transpose()).mul(2)).min(new int[] {1});
      nearest = nearest == null ? least : nearest.minimum(least);
    }
    return nearest
        .add(patches.square().sum(new int[] {1}))
        .maximum(0)
        .sqrt()
        .reshape(shape.get(0), 1, shape.get(2), shape.get(3));
  }

  private AnomalyMap map(float[] values) {
    float score = OneNipDetector.imageScore(values, size());
    float never = Float.POSITIVE_INFINITY;
    return new AnomalyMap(size(), size(), values, score, false, null, never, never);
  }

  @Override
  public void save(Path run) {
    extractor.backbone().save(run);
    Safetensors.write(
        run.resolve("bank.safetensors"), Map.of("bank", bank), Map.of("method", "nearest"));
  }

  @Override
  public void close() {
    manager.close();
    extractor.backbone().close();
  }
}
