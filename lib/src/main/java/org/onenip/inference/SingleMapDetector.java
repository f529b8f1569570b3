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
import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.onenip.AlignedResize;
import org.onenip.Json;
import org.onenip.NativeMemory;
import org.onenip.backbone.Backbones;
import org.onenip.backbone.Safetensors;
import org.onenip.data.RgbImage;

/**
 * A detector without prompts and refiner: features to one error a position, resized (corners
 * aligned) to the image's size. A method of yours extends it; {@link Detectors#register} makes its
 * saved runs readable.
 *
 * <p>Letters: B images, C channels, H = W grid, S = 16 H image size.
 */
public abstract class SingleMapDetector implements Detector {
  private static final int BATCH = 8;

  private final String method;
  private final Model model;
  private final FeatureExtractor extractor;
  private final Thresholds thresholds;

  /**
   * Takes over the extractor's backbone.
   *
   * @param method by which {@link Detectors} finds the reader
   */
  protected SingleMapDetector(String method, FeatureExtractor extractor, Thresholds thresholds) {
    NativeMemory.keepFreed();
    this.method = method;
    this.extractor = extractor;
    this.thresholds = thresholds;
    model = Model.newInstance(method, extractor.backbone().device());
  }

  /** The same detector with other thresholds; closing one closes both. */
  protected SingleMapDetector(SingleMapDetector other, Thresholds thresholds) {
    method = other.method;
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
  protected abstract NDArray errors(NDArray features);

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
  protected final NDManager manager() {
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
    model.setBlock(
        new LambdaBlock(
            images -> new NDList(maps(extractor.features(images.head()))), "SingleMap"));
    return model.newPredictor(new MapTranslator(size(), maps -> map(maps.head().toFloatArray())));
  }

  /**
   * Saves backbone, size, scale and thresholds, with what the method has learned.
   *
   * @param learned by name; names beginning with {@code scale.} are taken
   */
  protected final void save(Path run, Map<String, NDArray> learned) {
    extractor.backbone().save(run);
    try (var scratch = NDManager.newBaseManager(Device.cpu())) {
      var arrays = new LinkedHashMap<>(DetectorFile.arrays(extractor.scale(), scratch));
      arrays.putAll(learned);
      var metadata = new LinkedHashMap<String, String>();
      metadata.put("method", method);
      metadata.put("backbone", extractor.backbone().name());
      metadata.put("neck", extractor.backbone().neck().toString());
      metadata.put("size", String.valueOf(size()));
      if (!thresholds.equals(Thresholds.NONE)) {
        metadata.put("thresholds", new Gson().toJson(thresholds));
      }
      Safetensors.write(run.resolve(DetectorFile.NAME), arrays, metadata);
    }
  }

  /** Puts a detector together of what {@link #save(Path, Map)} took apart. */
  @FunctionalInterface
  public interface Assembly<D extends SingleMapDetector> {
    /**
     * A detector.
     *
     * @param extractor its backbone is the detector's to own
     * @param thresholds none where none were saved
     * @param learned what the method had saved, on the device; the detector attaches what it keeps
     *     to its {@link #manager}
     */
    D of(FeatureExtractor extractor, Thresholds thresholds, Map<String, NDArray> learned);
  }

  /**
   * Reads what {@link #save(Path, Map)} wrote.
   *
   * @throws org.onenip.UserError if the file is damaged
   */
  public static <D extends SingleMapDetector> D read(
      Safetensors saved, Path run, Device device, Assembly<D> assembly) {
    var metadata = saved.metadata();
    var backbone = Backbones.loadSaved(metadata.get("backbone"), run, device, metadata.get("neck"));
    try (var scratch = NDManager.newBaseManager(device)) {
      var scale = DetectorFile.scale(saved.tensors(), backbone.width());
      int size = Integer.parseInt(metadata.get("size"));
      var thresholds = metadata.get("thresholds");
      var learned = new LinkedHashMap<String, NDArray>();
      saved.tensors().forEach((name, tensor) -> learned.put(name, tensor.toArray(scratch)));
      return assembly.of(
          new FeatureExtractor(backbone, scale, size),
          thresholds == null
              ? Thresholds.NONE
              : Json.record(Json.object(thresholds), Thresholds.class),
          learned);
    } catch (JsonParseException | IllegalArgumentException | NullPointerException e) {
      backbone.close();
      throw DetectorFile.damaged(run.resolve(DetectorFile.NAME), e);
    }
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
