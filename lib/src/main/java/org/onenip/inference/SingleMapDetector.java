package org.onenip.inference;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.nn.LambdaBlock;
import java.util.ArrayList;
import java.util.List;
import org.onenip.AlignedResize;
import org.onenip.data.RgbImage;

/**
 * A detector without prompts and refiner: features to one error a position, resized (corners
 * aligned) to the image's size.
 *
 * <p>Letters: B images, C channels, H = W grid, S = 16 H image size.
 */
abstract class SingleMapDetector implements Detector {
  private static final int BATCH = 8;

  private final Model model;
  private final FeatureExtractor extractor;
  private final Thresholds thresholds;

  /** Takes over the extractor's backbone. */
  SingleMapDetector(String name, FeatureExtractor extractor, Thresholds thresholds) {
    this.extractor = extractor;
    this.thresholds = thresholds;
    model = Model.newInstance(name, extractor.backbone().device());
    model.setBlock(
        new LambdaBlock(
            images -> new NDList(maps(extractor.features(images.head()))), "SingleMap"));
  }

  /** The same detector with other thresholds; closing one closes both. */
  SingleMapDetector(SingleMapDetector other, Thresholds thresholds) {
    extractor = other.extractor;
    model = other.model;
    this.thresholds = thresholds;
  }

  /**
   * The error at each position.
   *
   * @param features {@code (B, C, H, W)}
   * @return {@code (B, 1, H, W)}, owned by the features' manager or the current scope
   */
  abstract NDArray errors(NDArray features);

  /**
   * The maps of features.
   *
   * @param features {@code (B, C, H, W)}
   * @return {@code (B, 1, S, S)}
   */
  public final NDArray maps(NDArray features) {
    return AlignedResize.apply(errors(features), size(), size());
  }

  /** Owns what the detector computes with. */
  final NDManager manager() {
    return model.getNDManager();
  }

  /** How images become features. */
  public final FeatureExtractor extractor() {
    return extractor;
  }

  /** What is called anomalous. */
  public final Thresholds thresholds() {
    return thresholds;
  }

  @Override
  public final int size() {
    return extractor.size();
  }

  @Override
  public final List<AnomalyMap> detect(List<RgbImage> images, PromptChoice choice) {
    var maps = new ArrayList<AnomalyMap>(images.size());
    for (int from = 0; from < images.size(); from += BATCH) {
      var batch = images.subList(from, Math.min(from + BATCH, images.size()));
      try (var scope = new NDScope();
          var scratch = manager().newSubManager()) {
        scope.suppressNotUsedWarning();
        var resized = maps(extractor.features(scratch, batch));
        for (int i = 0; i < batch.size(); i++) {
          maps.add(map(resized.get(i).toFloatArray()));
        }
      }
    }
    return maps;
  }

  @Override
  public final Predictor<Image, AnomalyMap> newPredictor() {
    return model.newPredictor(new MapTranslator(size(), maps -> map(maps.head().toFloatArray())));
  }

  private AnomalyMap map(float[] values) {
    float score = OneNipDetector.imageScore(values, size());
    return new AnomalyMap(
        size(),
        size(),
        values,
        score,
        score > thresholds.image(),
        null,
        (float) thresholds.pixel(),
        (float) thresholds.image());
  }

  @Override
  public final void close() {
    model.close();
    extractor.backbone().close();
  }
}
