package org.onenip.inference;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.onenip.Json;
import org.onenip.backbone.Backbone;
import org.onenip.backbone.Backbones;
import org.onenip.backbone.Safetensors;
import org.onenip.model.OneNipConfig;
import org.onenip.model.Pass;
import org.onenip.model.UniAd;

/** UniAD at work: the error at each position is ‖F̂ − F‖₂ over the channels (S_rec of Eq. 9). */
public final class UniAdDetector extends SingleMapDetector {
  static final String METHOD = "uniad";

  private final UniAd network;

  /** What the metadata of a saved detector holds, as JSON; no thresholds where there are none. */
  private record Assembly(
      String backbone, String neck, OneNipConfig model, Thresholds thresholds) {}

  /**
   * Puts a detector together; it owns backbone and network from now on, and freezes the network.
   *
   * @param network initialised, on the backbone's device
   */
  public UniAdDetector(FeatureExtractor extractor, UniAd network) {
    super(METHOD, extractor, Thresholds.NONE);
    this.network = network;
    network.freezeParameters(true);
    network.getParameters().values().forEach(p -> p.getArray().attach(manager()));
  }

  private UniAdDetector(UniAdDetector other, Thresholds thresholds) {
    super(other, thresholds);
    network = other.network;
  }

  /** The same detector with other thresholds; closing one closes both. */
  public UniAdDetector with(Thresholds thresholds) {
    return new UniAdDetector(this, thresholds);
  }

  /** The network, for its attention weights. */
  public UniAd network() {
    return network;
  }

  @Override
  protected NDArray errors(NDArray features) {
    var rebuilt = network.reconstruct(Pass.inference(manager()), features);
    return rebuilt.sub(features).norm(new int[] {1}, true);
  }

  @Override
  public void save(Path run) {
    extractor().backbone().save(run);
    try (var scratch = NDManager.newBaseManager(Device.cpu())) {
      var arrays = new LinkedHashMap<>(NetworkWeights.of(network, DetectorFile.NETWORK));
      arrays.putAll(DetectorFile.arrays(extractor().scale(), scratch));
      var backbone = extractor().backbone();
      var known = thresholds().equals(Thresholds.NONE) ? null : thresholds();
      var assembly =
          new Gson()
              .toJson(
                  new Assembly(
                      backbone.name(), backbone.neck().toString(), network.config(), known));
      Safetensors.write(
          run.resolve(DetectorFile.NAME), arrays, Map.of("method", METHOD, "assembly", assembly));
    }
  }

  /** Puts together what {@link #save} took apart. */
  static UniAdDetector read(Safetensors saved, Path run, Device device) {
    var file = run.resolve(DetectorFile.NAME);
    Backbone backbone = null;
    try (var scratch = NDManager.newBaseManager(device)) {
      var assembly = Json.record(Json.object(saved.metadata().get("assembly")), Assembly.class);
      var config = assembly.model();
      backbone = Backbones.loadSaved(assembly.backbone(), run, device, assembly.neck());
      var network = new UniAd(config);
      var features = new Shape(1, config.channels(), config.grid(), config.grid());
      network.initialize(scratch, DataType.FLOAT32, features);
      NetworkWeights.load(network, saved.tensors(), DetectorFile.NETWORK, file.toString());
      var scale = DetectorFile.scale(saved.tensors(), config.channels());
      var extractor = new FeatureExtractor(backbone, scale, 16 * config.grid());
      var detector = new UniAdDetector(extractor, network);
      return assembly.thresholds() == null ? detector : detector.with(assembly.thresholds());
    } catch (JsonParseException | IllegalArgumentException | NullPointerException e) {
      if (backbone != null) {
        backbone.close();
      }
      throw DetectorFile.damaged(file, e);
    }
  }
}
