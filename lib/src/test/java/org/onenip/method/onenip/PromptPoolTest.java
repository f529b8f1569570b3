package org.onenip.method.onenip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.onenip.data.RgbImage;
import org.onenip.engine.Pass;
import org.onenip.engine.Tensors;
import org.onenip.model.OneNip;
import org.onenip.model.OneNipConfig;

/** When prompts are encoded, and that it shows in no number. */
class PromptPoolTest {
  private static final int CHANNELS = 8;
  private static final int GRID = 4;
  private static final Shape SHAPE = new Shape(1, CHANNELS, GRID, GRID);

  /** Bytes of one prompt's tokens, 16 × 32 of float32. */
  private static final long ONE = 16 * 32 * 4;

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());
  private final OneNip network = network();
  private final List<Prompt> prompts =
      IntStream.range(0, 6).mapToObj(PromptPoolTest::prompt).toList();
  private int encodings;

  private OneNip network() {
    var made = new OneNip(OneNipConfig.paper(CHANNELS, GRID).withWidth(32).withLayers(1, 1));
    made.initialize(manager, DataType.FLOAT32, SHAPE, SHAPE);
    made.freezeParameters(true);
    return made;
  }

  private static Prompt prompt(int index) {
    var random = new Random(index);
    var features = new float[(int) SHAPE.size()];
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) random.nextGaussian() + (i / (GRID * GRID) == index ? 3 : 0);
    }
    return new Prompt("class " + index, new RgbImage(1, 1, new byte[3]), features);
  }

  private PromptPool pool(long mostBytes) {
    return new PromptPool(
        manager,
        prompts,
        SHAPE,
        features -> {
          encodings++;
          return network.encode(Pass.inference(manager), features);
        },
        mostBytes);
  }

  /** What the decoder makes of all prompts' features, each with the prompt nearest to it. */
  private List<float[]> rebuilt(PromptPool pool) {
    var all = new ArrayList<float[]>();
    for (var prompt : prompts) {
      try (var scope = new NDScope();
          var scratch = manager.newSubManager()) {
        scope.suppressNotUsedWarning();
        var features = Tensors.create(scratch, prompt.features(), SHAPE);
        var pass = Pass.inference(manager);
        var tokens = pool.tokens(pool.nearest(features));
        all.add(network.decode(pass, network.encode(pass, features), tokens).toFloatArray());
      }
    }
    return all;
  }

  private static void assertSame(List<float[]> expected, List<float[]> actual) {
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), actual.get(i));
    }
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void aPromptIsEncodedWhenItIsFirstChosenAndNotAgain() {
    var pool = pool(6 * ONE);
    assertEquals(0, encodings);
    rebuilt(pool);
    assertEquals(6, encodings);
    rebuilt(pool);
    assertEquals(6, encodings);
  }

  @Test
  void reconstructionsAreTheSameAfterTokensHadToGo() {
    var expected = rebuilt(pool(6 * ONE));
    encodings = 0;
    var small = pool(2 * ONE);
    int before = manager.getManagedArrays().size();
    assertSame(expected, rebuilt(small));
    assertSame(expected, rebuilt(small));
    assertEquals(12, encodings);
    assertEquals(before + 2, manager.getManagedArrays().size(), "tokens of two prompts stay");
  }

  @Test
  void whatWasUsedLastStays() {
    var pool = pool(2 * ONE);
    for (long prompt : new long[] {0, 1, 0, 2, 0}) {
      tokens(pool, prompt);
    }
    assertEquals(3, encodings);
    tokens(pool, 1);
    assertEquals(4, encodings);
  }

  @Test
  void aBatchMayNeedMorePromptsThanStay() {
    assertArrayEquals(tokens(pool(6 * ONE), 0, 1, 2, 3), tokens(pool(2 * ONE), 0, 1, 2, 3));
  }

  @Test
  void threadsShareAPool() {
    var expected = IntStream.range(0, 6).mapToObj(i -> tokens(pool(6 * ONE), i)).toList();
    var small = pool(ONE);
    IntStream.range(0, 200)
        .parallel()
        .forEach(i -> assertArrayEquals(expected.get(i % 6), tokens(small, i % 6)));
  }

  private float[] tokens(PromptPool pool, long... chosen) {
    try (var scratch = manager.newSubManager();
        NDArray indices = scratch.create(chosen)) {
      return pool.tokens(indices).toFloatArray();
    }
  }
}
