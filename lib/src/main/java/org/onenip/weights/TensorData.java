package org.onenip.weights;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import org.onenip.support.Excerpt;
import org.onenip.support.UserError;

/**
 * A tensor as it lies in a file.
 *
 * @param type its numbers
 * @param shape its shape
 * @param bytes its numbers row by row, little-endian, from position to limit
 */
public record TensorData(DataType type, Shape shape, ByteBuffer bytes) {
  private static final int AT_ONCE = 1 << 14;

  /** A copy on the manager's device; what is done to it leaves the file alone. */
  public NDArray toArray(NDManager manager) {
    try (var lent = lent(manager)) {
      return lent.duplicate();
    }
  }

  private NDArray lent(NDManager manager) {
    return manager.create(bytes.duplicate().order(ByteOrder.nativeOrder()), shape, type);
  }

  /**
   * Refuses numbers that are none: with them, nothing would be anomalous.
   *
   * @param name of the tensor
   * @param origin of it, for messages
   * @throws UserError if a number is infinite or not a number
   */
  public void checkFinite(String name, String origin) {
    if (!isFinite()) {
      throw new UserError(
          "%s holds numbers in %s that are none (NaN or infinite): its training diverged, or it is damaged; train, get or import it again."
              .formatted(origin, Excerpt.of(name)));
    }
  }

  /** Whether none of its numbers is below zero. */
  public boolean isNeverNegative() {
    try (var scratch = NDManager.newBaseManager(Device.cpu())) {
      return toArray(scratch).min().toType(DataType.FLOAT32, true).getFloat() >= 0;
    }
  }

  /**
   * In Java, where a file of megabytes takes milliseconds: the engine would wake its threads for
   * every small tensor. Infinite and no numbers have an exponent of ones.
   */
  private boolean isFinite() {
    var little = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    return switch (type) {
      case FLOAT32 -> isFinite(little.asIntBuffer());
      case FLOAT64 -> isFinite(little.asDoubleBuffer());
      case FLOAT16 -> isFinite(little.asShortBuffer(), 0x7c00);
      case BFLOAT16 -> isFinite(little.asShortBuffer(), 0x7f80);
      default -> true;
    };
  }

  /** By arrays, which Java reads several numbers of at a time. */
  private static boolean isFinite(IntBuffer numbers) {
    var some = new int[Math.min(AT_ONCE, numbers.remaining())];
    boolean finite = true;
    while (numbers.hasRemaining()) {
      int count = Math.min(some.length, numbers.remaining());
      numbers.get(some, 0, count);
      for (int i = 0; i < count; i++) {
        finite &= (some[i] & 0x7f800000) != 0x7f800000;
      }
    }
    return finite;
  }

  private static boolean isFinite(ShortBuffer numbers, int exponent) {
    var some = new short[Math.min(AT_ONCE, numbers.remaining())];
    boolean finite = true;
    while (numbers.hasRemaining()) {
      int count = Math.min(some.length, numbers.remaining());
      numbers.get(some, 0, count);
      for (int i = 0; i < count; i++) {
        finite &= (some[i] & exponent) != exponent;
      }
    }
    return finite;
  }

  /** In single precision, which networks compute with. */
  private static boolean isFinite(DoubleBuffer numbers) {
    boolean finite = true;
    for (int i = 0; i < numbers.limit(); i++) {
      finite &= Float.isFinite((float) numbers.get(i));
    }
    return finite;
  }
}
