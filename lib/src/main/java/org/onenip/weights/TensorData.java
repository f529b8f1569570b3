package org.onenip.weights;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.onenip.engine.Tensors;
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
    try (var scratch = NDManager.newBaseManager(Device.cpu());
        var lent = bytes.hasRemaining() ? lent(scratch) : scratch.zeros(new Shape(0))) {
      if (!Tensors.isFinite(lent)) {
        throw new UserError(
            "%s holds numbers in %s that are none (NaN or infinite): its training diverged, or it is damaged; train, get or import it again."
                .formatted(origin, Excerpt.of(name)));
      }
    }
  }
}
