package org.onenip.method.onenip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.onenip.Reference.assertClose;
import static org.onenip.Reference.needShared;
import static org.onenip.Reference.npz;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.onenip.engine.ParameterNames;
import org.onenip.model.OneNip;
import org.onenip.model.OneNipConfig;
import org.onenip.training.ClippedAdamW;
import org.onenip.weights.NetworkWeights;
import org.onenip.weights.WeightFile;

/** Losses, gradients and five AdamW steps against the authors' PyTorch code. */
class TrainingParityTest {
  private static final float RATE = 1e-4f;
  private static final String FILE = "parity/parity_train_full.npz";

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
  }

  /** The {@code names} of the reference, an array of fixed-width UTF-32 strings. */
  private static List<String> names(Path file) {
    try (var zip = new ZipFile(file.toFile())) {
      var bytes = zip.getInputStream(zip.getEntry("names.npy")).readAllBytes();
      int header = 10 + (bytes[8] & 255 | (bytes[9] & 255) << 8);
      int width = 71 * 4;
      var names = new ArrayList<String>();
      for (int at = header; at < bytes.length; at += width) {
        names.add(new String(bytes, at, width, Charset.forName("UTF-32LE")).replace("\0", ""));
      }
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private OneNip network() {
    var config = OneNipConfig.paper(272, 14).withDropout(0).withJitter(0);
    var network = new OneNip(config);
    network.initialize(
        manager, DataType.FLOAT32, new Shape(1, 272, 14, 14), new Shape(1, 272, 14, 14));
    var tensors = WeightFile.read(needShared("parity/full_ckpt.pth.tar"));
    NetworkWeights.load(network, tensors, "reconstruction.", "full_ckpt");
    return network;
  }

  private static double[] step(OneNip network, NDList reference, Objective objective) {
    var normal = reference.get("query_feat");
    var in =
        new NDList(normal.concat(reference.get("synthetic_feat")), reference.get("prompt_feat"));
    var masks = reference.get("mask").toType(DataType.FLOAT32, false);
    try (var gradients = Engine.getInstance().newGradientCollector()) {
      var out = network.forward(new ParameterStore(normal.getManager(), false), in, true);
      var mse = objective.reconstruction(out.get(0), normal);
      var dice = objective.dice(out.get(1), masks);
      var total = objective.total(mse, dice);
      gradients.backward(total);
      return new double[] {mse.getFloat(), dice.getFloat(), total.getFloat()};
    }
  }

  private static double norm(NDArray array) {
    double sum = 0;
    for (float value : array.toFloatArray()) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }

  private static void near(String what, double expected, double actual, double tolerance) {
    assertEquals(expected, actual, tolerance * Math.abs(expected) + 1e-12, what);
  }

  @Test
  void oneStepGivesThePublishedLossesGradientsAndWeights() {
    var file = needShared(FILE);
    var reference = npz(manager, file);
    var names = names(file);
    var network = network();
    var parameters = ParameterNames.of(network);
    var optimizer = new ClippedAdamW(manager, parameters, 1e-4, 0.1);
    var losses = step(network, reference, Objective.published());
    var expected = reference.get("losses_f64").toDoubleArray();
    for (int i = 0; i < expected.length; i++) {
      near("loss " + i, expected[i], losses[i], 1e-6);
    }
    var gradients = reference.get("grad_l2_f64").toDoubleArray();
    double total = reference.get("total_grad_norm_f64").getDouble();
    for (int i = 0; i < gradients.length; i++) {
      double ours = norm(gradient(parameters, names.get(i)));
      // a gradient far below the total is rounding noise
      assertEquals(
          gradients[i], ours, 1e-4 * gradients[i] + 1e-7 * total, "gradient of " + names.get(i));
    }
    var unsure = new HashMap<String, Double>();
    parameters.forEach((name, parameter) -> unsure.put(name, unsure(parameter, 1e-7 * total)));
    near("gradient norm", total, optimizer.step(RATE).getFloat(), 1e-4);
    var after = reference.get("after_l2_f64").toDoubleArray();
    var change = reference.get("delta_l2_f64").toDoubleArray();
    for (int i = 0; i < after.length; i++) {
      double ours = norm(parameters.get(names.get(i)).getArray());
      double tolerance = 2e-7 * after[i] + 1e-3 * change[i] + unsure.get(names.get(i));
      assertEquals(after[i], ours, tolerance, names.get(i));
    }
    for (var norm : List.of("seghead.upconv1.1", "seghead.upconv2.1")) {
      for (var part : List.of(".running_mean", ".running_var")) {
        var name = norm + part;
        assertClose(
            name, reference.get("bn_after__" + name), parameters.get(name).getArray(), 2e-5);
      }
    }
  }

  /**
   * How far the norm of a parameter may come out otherwise (four standard deviations), since Adam's
   * first step is ± lr however small a gradient: where that is rounding noise, so is the sign,
   * which differs from processor to processor.
   */
  private static double unsure(Parameter parameter, double noise) {
    if (!parameter.requiresGradient()) {
      return 0;
    }
    float[] values = parameter.getArray().toFloatArray();
    float[] gradients = parameter.getArray().getGradient().toFloatArray();
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      if (Math.abs(gradients[i]) < noise) {
        squares += Math.pow(2 * RATE * values[i], 2);
      }
    }
    return 4 * Math.sqrt(squares) / norm(parameter.getArray());
  }

  private static NDArray gradient(Map<String, Parameter> parameters, String name) {
    return parameters.get(name).getArray().getGradient();
  }

  @Test
  void fiveStepsFollowThePublishedTrajectory() {
    var reference = npz(manager, needShared(FILE));
    var network = network();
    var optimizer = new ClippedAdamW(manager, ParameterNames.of(network), 1e-4, 0.1);
    var expected = reference.get("traj_f64").toDoubleArray();
    for (int i = 0; i < 5; i++) {
      var losses = step(network, reference, Objective.published());
      double norm = optimizer.step(1e-4).getFloat();
      // float32 rounding grows along the trajectory
      double tolerance = 1e-6 + 5e-6 * i;
      near("mse " + i, expected[4 * i], losses[0], tolerance);
      near("dice " + i, expected[4 * i + 1], losses[1], tolerance);
      near("total " + i, expected[4 * i + 2], losses[2], tolerance);
      near("gradient norm " + i, expected[4 * i + 3], norm, 1e-4 + 2e-4 * i);
    }
  }
}
