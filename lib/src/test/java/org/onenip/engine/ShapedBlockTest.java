package org.onenip.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The base of every block, and of users' own. */
class ShapedBlockTest {
  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
  }

  /** A linear layer of another width than the input's, and a bias of its own. */
  private static final class Part extends ShapedBlock {
    private final Linear linear = child("linear", Initializers.linear(5), new Shape(1, 3));
    private final Parameter shift = parameter("shift", Parameter.Type.BIAS, Initializer.ONES, 1, 5);

    @Override
    protected NDList forwardInternal(
        ParameterStore store, NDList in, boolean training, PairList<String, Object> more) {
      var pass = new Pass(store, training);
      return new NDList(pass.apply(linear, in.head()).add(pass.value(shift, in.head())));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] in) {
      return new Shape[] {new Shape(in[0].get(0), 5)};
    }
  }

  /** A block of blocks, the same class twice. */
  private static final class Whole extends ShapedBlock {
    private final Part first = child("parts.0", new Part(), new Shape(1, 3));
    private final Part second = child("parts.1", new Part(), new Shape(1, 3));

    @Override
    protected NDList forwardInternal(
        ParameterStore store, NDList in, boolean training, PairList<String, Object> more) {
      return new NDList(
          first
              .forward(store, in, training)
              .head()
              .add(second.forward(store, in, training).head()));
    }
  }

  private Whole whole() {
    var whole = new Whole();
    whole.initialize(manager, DataType.FLOAT32, new Shape(7, 3));
    return whole;
  }

  @Test
  void everyPartIsInitialisedByItsOwnShapeAndHasPyTorchsName() {
    var parameters = ParameterNames.of(whole());
    assertEquals(
        List.of(
            "parts.0.shift",
            "parts.0.linear.weight",
            "parts.0.linear.bias",
            "parts.1.shift",
            "parts.1.linear.weight",
            "parts.1.linear.bias"),
        List.copyOf(parameters.keySet()));
    assertEquals(new Shape(5, 3), parameters.get("parts.1.linear.weight").getShape());
    assertArrayEquals(
        new float[] {1, 1, 1, 1, 1}, parameters.get("parts.0.shift").getArray().toFloatArray());
  }

  @Test
  void aGradientReachesEveryPart() {
    var whole = whole();
    var in = new NDList(manager.ones(new Shape(2, 3)));
    try (var gradients = Engine.getInstance().newGradientCollector()) {
      var out = whole.forward(new ParameterStore(manager, false), in, true).head();
      gradients.backward(out.square().sum());
    }
    ParameterNames.of(whole)
        .forEach(
            (name, parameter) ->
                assertTrue(parameter.getArray().getGradient().abs().sum().getFloat() > 0, name));
  }

  @Test
  void frozenNothingAsksForGradients() {
    var whole = whole();
    whole.freezeParameters(true);
    assertTrue(
        ParameterNames.of(whole).values().stream()
            .noneMatch(parameter -> parameter.getArray().hasGradient()));
  }

  /** DJL's own way to save a block, that a user may take. */
  @Test
  void isSavedAndLoadedByDjl() throws Exception {
    var whole = whole();
    var in = new NDList(manager.ones(new Shape(2, 3)));
    var store = new ParameterStore(manager, false);
    var bytes = new ByteArrayOutputStream();
    whole.saveParameters(new DataOutputStream(bytes));
    var again = new Whole();
    again.loadParameters(
        manager, new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertArrayEquals(
        whole.forward(store, in, false).head().toFloatArray(),
        again.forward(store, in, false).head().toFloatArray());
  }
}
