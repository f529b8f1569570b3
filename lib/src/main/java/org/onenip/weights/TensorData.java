package org.onenip.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

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
    try (var lent = manager.create(bytes.duplicate().order(ByteOrder.nativeOrder()), shape, type)) {
      return lent.duplicate();
    }
  }
}
