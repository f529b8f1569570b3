package org.onenip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import org.onenip.engine.ParameterNames;
import org.onenip.model.OneNip;
import org.onenip.model.OneNipConfig;
import org.onenip.model.Reconstructor;

/**
 * A network of a few numbers with weights from a seed. What tests expect of it was written down
 * when the same code was held to the published one, so that a clone without the large reference
 * files still tests every stage.
 */
public final class SmallNetwork {
  public static final int GRID = 4;
  public static final int CHANNELS = 6;

  private SmallNetwork() {}

  /** Normally distributed numbers. */
  public static NDArray random(NDManager manager, Random random, double scale, Shape shape) {
    var values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    return manager.create(values, shape);
  }

  /** Features {@code (B, C, H, W)}. */
  public static NDArray features(NDManager manager, Random random, int batch) {
    return random(manager, random, 1, new Shape(batch, CHANNELS, GRID, GRID));
  }

  /** Two layers on either side, 16 wide. */
  public static OneNipConfig config() {
    return OneNipConfig.paper(CHANNELS, GRID).withWidth(16).withLayers(2, 2);
  }

  /** OneNIP's network of a configuration. */
  public static OneNip of(NDManager manager, OneNipConfig config) {
    return filled(manager, new OneNip(config));
  }

  /** A network with the same weights wherever it has the same parameters. */
  public static <N extends Reconstructor> N filled(NDManager manager, N network) {
    var features = new Shape(1, CHANNELS, GRID, GRID);
    network.initialize(manager, DataType.FLOAT32, features, features);
    var random = new Random(1);
    ParameterNames.of(network)
        .forEach(
            (name, parameter) -> {
              var value = random(manager, random, 0.3, parameter.getShape());
              if (name.endsWith("running_var")) {
                value = value.abs().add(0.5f);
              }
              if (parameter.requiresGradient()) { // the engine writes over no watched leaf
                parameter.freeze(true);
                value.copyTo(parameter.getArray());
                parameter.freeze(false);
              } else {
                value.copyTo(parameter.getArray());
              }
            });
    return network;
  }
}
