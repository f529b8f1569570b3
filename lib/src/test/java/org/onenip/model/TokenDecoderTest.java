package org.onenip.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.onenip.SmallNetwork;
import org.onenip.engine.Initializers;
import org.onenip.engine.ParameterNames;
import org.onenip.engine.Pass;
import org.onenip.support.UserError;

/** The part that researchers replace, as one of theirs. */
class TokenDecoderTest {
  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
  }

  /** Half the target, half what a layer makes of the prompt; remembers what it was given. */
  private static final class Half extends TokenDecoder {
    private final Linear linear;
    private boolean training;
    private NDArray mask;

    Half(OneNipConfig config) {
      var tokens = new ai.djl.ndarray.types.Shape(1, 1, config.width());
      linear = child("linear", Initializers.linear(config.width()), tokens);
    }

    @Override
    public NDArray decode(
        Pass pass, NDArray target, NDArray prompt, NDArray positions, NDArray given) {
      training = pass.training();
      mask = given;
      var read = pass.apply(linear, prompt.add(positions)).getNDArrayInternal().relu();
      return org.onenip.engine.Tensors.scale(target.add(read), 0.5);
    }
  }

  @Test
  void aRegisteredOneIsChosenByNameAndPutIntoTheNetwork() {
    Decoders.register("half-of-a-test", Half::new);
    var config = SmallNetwork.config().withDecoder("half-of-a-test");
    var network = SmallNetwork.of(manager, config);
    var names = ParameterNames.of(network).keySet();
    assertTrue(names.stream().anyMatch(name -> name.endsWith("linear.weight")), names.toString());
    var target = SmallNetwork.features(manager, new Random(2), 4);
    var prompt = SmallNetwork.features(manager, new Random(3), 2);
    network.freezeParameters(true);
    var store = new ParameterStore(manager, false);
    var out = network.forward(store, new NDList(target, prompt), false);
    assertEquals(target.getShape(), out.get(0).getShape());
    var alone = // an image is rebuilt without its neighbours in the batch
        network.forward(store, new NDList(target.get("0:1"), prompt.get("0:1")), false);
    assertArrayEquals(alone.get(0).toFloatArray(), out.get(0).get("0:1").toFloatArray(), 1e-4f);
    assertTrue(Decoders.isRegistered("half-of-a-test"));
    assertThrows(UserError.class, () -> Decoders.create(config.withDecoder("none-such")));
  }

  @Test
  void djlsForwardIsDecodeWithAndWithoutAMask() {
    var half = new Half(SmallNetwork.config());
    var tokens = new ai.djl.ndarray.types.Shape(2, 16, 16);
    half.initialize(manager, ai.djl.ndarray.types.DataType.FLOAT32, tokens);
    half.freezeParameters(true);
    var random = new Random(4);
    var target = SmallNetwork.random(manager, random, 1, tokens);
    var prompt = SmallNetwork.random(manager, random, 1, tokens);
    var positions =
        SmallNetwork.random(manager, random, 1, new ai.djl.ndarray.types.Shape(1, 16, 16));
    var mask = NeighborMask.of(manager, 4, 2);
    var store = new ParameterStore(manager, false);
    var decoded = half.decode(new Pass(store, false), target, prompt, positions, mask);
    var forward = half.forward(store, new NDList(target, prompt, positions, mask), false).head();
    assertArrayEquals(decoded.toFloatArray(), forward.toFloatArray());
    assertEquals(mask.getShape(), half.mask.getShape());
    half.forward(store, new NDList(target, prompt, positions), true);
    assertEquals(null, half.mask);
    assertTrue(half.training);
  }
}
