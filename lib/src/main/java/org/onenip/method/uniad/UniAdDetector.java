package org.onenip.method.uniad;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.Gson;
import java.nio.file.Path;
import java.util.Map;
import org.onenip.backbone.Backbone;
import org.onenip.detect.FeatureExtractor;
import org.onenip.detect.SavedDetector;
import org.onenip.detect.SingleMapDetector;
import org.onenip.detect.Thresholds;
import org.onenip.engine.Pass;
import org.onenip.model.OneNipConfig;
import org.onenip.model.UniAd;
import org.onenip.support.Json;
import org.onenip.weights.NetworkWeights;

/** UniAD at work: the error at each position is ‖F̂ − F‖₂ over the channels (S_rec of Eq. 9). */
public final class UniAdDetector extends SingleMapDetector {
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
    super(UniAdMethod.NAME, extractor);
    this.network = network;
    network.freezeParameters(true);
    network.getParameters().values().forEach(p -> p.getArray().attach(manager()));
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
    var backbone = extractor().backbone();
    var known = thresholds().equals(Thresholds.NONE) ? null : thresholds();
    var assembly =
        new Assembly(backbone.name(), backbone.neck().toString(), network.config(), known);
    SavedDetector.write(
        run,
        UniAdMethod.NAME,
        extractor(),
        NetworkWeights.of(network, SavedDetector.NETWORK),
        Map.of("assembly", new Gson().toJson(assembly)));
  }

  /** Puts together what {@link #save} took apart. */
  static UniAdDetector read(SavedDetector saved, Device device) {
    Backbone backbone = null;
    try (var scratch = NDManager.newBaseManager(device)) {
      var assembly = Json.record(Json.object(saved.metadata("assembly")), Assembly.class);
      var config = assembly.model();
      backbone = saved.backbone(assembly.backbone(), assembly.neck(), device);
      saved.checkWidth(backbone, config.channels());
      var network =
          NetworkWeights.create(
              () -> new UniAd(config),
              scratch,
              new Shape[] {new Shape(1, config.channels(), config.grid(), config.grid())},
              saved.tensors(),
              SavedDetector.NETWORK,
              saved.file().toString());
      var scale = saved.scale(config.channels());
      var extractor = new FeatureExtractor(backbone, scale, 16 * config.grid());
      var detector = new UniAdDetector(extractor, network);
      if (assembly.thresholds() != null) {
        detector.calibrate(assembly.thresholds());
      }
      return detector;
    } catch (RuntimeException e) {
      if (backbone != null) {
        backbone.close();
      }
      throw saved.damaged(e);
    }
  }
}
