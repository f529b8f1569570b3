package org.onenip.detect;

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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.onenip.backbone.Backbone;
import org.onenip.data.RgbImage;
import org.onenip.engine.AlignedResize;
import org.onenip.engine.NativeMemory;
import org.onenip.support.Json;

/**
 * A detector without prompts and refiner: features to one error a position, resized (corners
 * aligned) to the image's size. A method of yours whose arrays are all it has learned is a {@link
 * LearnedErrors}; others extend this, and {@link #read} is what their {@code MethodSpec} reads
 * saved ones by.
 *
 * <p>Letters: B images, C channels, H = W grid, S = 16 H image size.
 */
public abstract class SingleMapDetector implements Detector {
  private static final int BATCH = 8;

  /** What {@code MethodSpec.smallestSize} says of methods that say nothing else. */
  private static final int SMALLEST = 32;

  /** Larger than any image that a backbone could be run on. */
  private static final int LARGEST = 1 << 13;

  private final String method;
  private final Model model;
  private final FeatureExtractor extractor;
  private Thresholds thresholds = Thresholds.NONE;

  /**
   * Takes over the extractor's backbone.
   *
   * @param method the name of the method
   */
  protected SingleMapDetector(String method, FeatureExtractor extractor) {
    NativeMemory.keepFreed();
    this.method = method;
    this.extractor = extractor;
    model = Model.newInstance(method, extractor.backbone().device());
  }

  /** Sets what is called anomalous; until then nothing is. */
  public final void calibrate(Thresholds measured) {
    thresholds = measured;
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
  public final List<AnomalyMap> detect(List<RgbImage> images) {
    if (!manager().isOpen()) {
      throw new IllegalStateException("the detector was closed; load it again");
    }
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
    var metadata = new LinkedHashMap<String, String>();
    metadata.put("backbone", extractor.backbone().name());
    metadata.put("neck", extractor.backbone().neck().toString());
    metadata.put("size", String.valueOf(size()));
    if (!thresholds.equals(Thresholds.NONE)) {
      metadata.put("thresholds", new Gson().toJson(thresholds));
    }
    SavedDetector.write(run, method, extractor, learned, metadata);
  }

  /** Puts a detector together of what {@link #save(Path, Map)} took apart. */
  @FunctionalInterface
  public interface Assembly<D extends SingleMapDetector> {
    /**
     * A detector.
     *
     * @param extractor its backbone is the detector's to own
     * @param learned what the method had saved, on the device; the detector attaches what it keeps
     *     to its {@link #manager}
     */
    D of(FeatureExtractor extractor, Map<String, NDArray> learned);
  }

  /**
   * Reads what {@link #save(Path, Map)} wrote.
   *
   * @throws org.onenip.support.UserError if the file is damaged
   */
  public static <D extends SingleMapDetector> D read(
      SavedDetector saved, Device device, Assembly<D> assembly) {
    Backbone backbone = null;
    try (var scratch = NDManager.newBaseManager(device)) {
      backbone = saved.backbone(saved.metadata("backbone"), saved.metadata("neck"), device);
      var scale = saved.scale(backbone.width());
      int size = size(saved.metadata("size"));
      var thresholds = saved.metadata("thresholds");
      var learned = new LinkedHashMap<String, NDArray>();
      saved.tensors().keySet().forEach(name -> learned.put(name, saved.array(name, scratch)));
      var detector = assembly.of(new FeatureExtractor(backbone, scale, size), learned);
      if (thresholds != null) {
        detector.calibrate(Json.record(Json.object(thresholds), Thresholds.class));
      }
      return detector;
    } catch (RuntimeException e) {
      if (backbone != null) {
        backbone.close();
      }
      throw saved.damaged(e);
    }
  }

  private static int size(String text) {
    int size = Integer.parseInt(text);
    if (size < SMALLEST || size % 16 != 0 || size > LARGEST) {
      throw new IllegalArgumentException("images of " + size);
    }
    return size;
  }

  private AnomalyMap map(float[] values) {
    return AnomalyMap.of(size(), values, null, thresholds);
  }

  @Override
  public final void close() {
    model.close();
    extractor.backbone().close();
  }
}
