package org.onenip.inference;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.nn.LambdaBlock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.onenip.AlignedResize;
import org.onenip.UserError;
import org.onenip.backbone.Backbones;
import org.onenip.backbone.Safetensors;
import org.onenip.data.RgbImage;
import org.onenip.model.FeatureScale;

/**
 * Scores each position by the distance of its feature to the nearest one in a bank of normal
 * patches of all classes. It knows no prompts and no threshold.
 */
public final class NearestNeighborDetector implements Detector {
  static final String METHOD = "nearest";
  private static final int BATCH = 8;
  private static final int BANK_CHUNK = 4096;

  private final Model model;
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
    model = Model.newInstance(METHOD, extractor.backbone().device());
    manager = model.getNDManager();
    this.bank = bank;
    bank.attach(manager);
    model.setBlock(
        new LambdaBlock(images -> new NDList(maps(extractor.features(images.head()))), METHOD));
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
        var resized = maps(features);
        for (int i = 0; i < batch.size(); i++) {
          maps.add(map(resized.get(i).toFloatArray()));
        }
      }
    }
    return maps;
  }

  @Override
  public Predictor<Image, AnomalyMap> newPredictor() {
    return model.newPredictor(new MapTranslator(size(), maps -> map(maps.head().toFloatArray())));
  }

  /** Features {@code (B, C, H, W)} to maps {@code (B, 1, S, S)}. */
  private NDArray maps(NDArray features) {
    return AlignedResize.apply(distances(features), size(), size());
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
    var scale = extractor.scale();
    Safetensors.write(
        run.resolve(DetectorFile.NAME),
        Map.of(
            "bank",
            bank,
            "scale.mean",
            manager.create(scale.mean()),
            "scale.deviation",
            manager.create(scale.deviation())),
        Map.of(
            "method",
            METHOD,
            "backbone",
            extractor.backbone().name(),
            "size",
            String.valueOf(size())));
  }

  /** Puts together what {@link #save} took apart. */
  static NearestNeighborDetector read(Safetensors saved, Path run, Device device) {
    var backbone = Backbones.loadSaved(saved.metadata().get("backbone"), run, device);
    try (var scratch = NDManager.newBaseManager(device)) {
      int channels = backbone.width();
      var scale =
          new FeatureScale(
              DetectorFile.floats(saved.tensors(), "scale.mean", channels),
              DetectorFile.floats(saved.tensors(), "scale.deviation", channels));
      int size = Integer.parseInt(saved.metadata().get("size"));
      var bank = saved.tensors().get("bank").toArray(scratch);
      if (bank.getShape().dimension() != 2 || bank.getShape().get(1) != channels || size < 32) {
        throw new IllegalArgumentException("a bank of " + bank.getShape());
      }
      return new NearestNeighborDetector(new FeatureExtractor(backbone, scale, size), bank);
    } catch (IllegalArgumentException | NullPointerException e) {
      backbone.close();
      throw new UserError(
          "%s is no intact detector (%s); train it again."
              .formatted(run.resolve(DetectorFile.NAME), e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    model.close();
    extractor.backbone().close();
  }
}
