package org.onenip.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Masks of dropout on a CPU, whose engine draws them one number after the other on one core: nearly
 * a third of a training step. Here a mask is a window into a pool of factors, 0 with probability p
 * and else 1/(1 − p), drawn once for each p; where the window lies is drawn for each mask anew,
 * from the engine's generator, so that a seed still decides everything. Nothing is copied for it,
 * and the backward pass reads the same window.
 *
 * <p>Within a mask all factors are independent, as long as it is no larger than a window; a larger
 * one is joined of several. Two masks may share factors, but at places that lie a random distance
 * apart.
 */
final class DropoutMasks {
  /** Factors in a pool: 64 MiB. */
  private static final int POOL = 1 << 24;

  /** The largest window; from {@code POOL − WINDOW} places one is chosen. */
  static final int WINDOW = POOL / 2;

  private static final int PIECE = 1 << 20;
  private static final long SEED = 133;
  private static final Map<Kind, NDArray> POOLS = new ConcurrentHashMap<>();

  private DropoutMasks() {}

  private record Kind(float rate, boolean narrow) {}

  /**
   * A mask to multiply with.
   *
   * @param x on a CPU
   * @param rate p, the probability of 0
   * @return of the shape of {@code x}, owned by its manager
   */
  static NDArray draw(NDArray x, float rate) {
    return draw(x.getManager(), x.getShape(), new Kind(rate, false));
  }

  /**
   * A mask in bfloat16. That type has no 1/(1 − p) of p = 0.1; so that what is kept is scaled
   * neither too much nor too little, p is moved to where it has one, to 0.0986.
   *
   * @param manager on a CPU
   */
  static NDArray narrow(NDManager manager, Shape shape, float rate) {
    return draw(manager, shape, new Kind(exactRate(rate), true));
  }

  /** The rate next to this one whose factor 1/(1 − p) is a number of bfloat16. */
  static float exactRate(float rate) {
    int bits = Float.floatToIntBits(1 / (1 - rate)) + 0x8000 & 0xFFFF0000; // to the nearest
    return 1 - 1 / Float.intBitsToFloat(bits);
  }

  private static NDArray draw(NDManager manager, Shape shape, Kind kind) {
    var pool = POOLS.computeIfAbsent(kind, DropoutMasks::pool);
    long size = shape.size();
    try (var scratch = manager.newSubManager()) {
      var windows = new NDList();
      for (long from = 0; from < size; from += WINDOW) {
        var window = window(pool, Math.min(WINDOW, size - from), scratch);
        windows.add(window);
      }
      var flat = windows.size() == 1 ? windows.head() : NDArrays.concat(windows);
      var mask = flat.reshape(shape);
      mask.attach(manager);
      return mask;
    }
  }

  private static NDArray window(NDArray pool, long size, NDManager manager) {
    long first = manager.randomInteger(0, POOL - size, new Shape(1), DataType.INT64).getLong(0);
    var window = pool.get(new NDIndex().addSliceDim(first, first + size));
    window.attach(manager);
    return window;
  }

  /** Drawn in Java: the engine's generator must not notice whether a pool was there already. */
  private static NDArray pool(Kind kind) {
    float rate = kind.rate();
    var random = new SplittableRandom(SEED);
    long threshold = (long) (rate * 0x1p32);
    float kept = 1 / (1 - rate);
    var manager = NDManager.newBaseManager(Device.cpu()); // lives as long as the process
    try (var scratch = manager.newSubManager()) {
      var pieces = new NDList();
      var values = new float[PIECE];
      for (int piece = 0; piece < POOL / PIECE; piece++) {
        for (int i = 0; i < PIECE; i += 2) {
          long bits = random.nextLong();
          values[i] = (bits & 0xFFFFFFFFL) < threshold ? 0 : kept;
          values[i + 1] = (bits >>> 32) < threshold ? 0 : kept;
        }
        pieces.add(Tensors.create(scratch, values, new Shape(PIECE)));
      }
      var wide = NDArrays.concat(pieces);
      var pool = kind.narrow() ? Bfloat16.narrow(wide) : wide;
      NDScope.unregister(pool); // the step in which it is first needed must not close it
      pool.attach(manager);
      return pool;
    }
  }
}
