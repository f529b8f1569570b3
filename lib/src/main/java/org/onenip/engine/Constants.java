package org.onenip.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Arrays that never change, such as the neighbour mask: made once for each device, where they stay
 * as long as the process. Made anew in each pass, each would be computed in Java again and copied
 * to the device, which a GPU waits for.
 */
public final class Constants {
  private static final Map<Key, NDArray> ARRAYS = new ConcurrentHashMap<>();

  private Constants() {}

  private record Key(Device device, Object name) {}

  /**
   * A constant.
   *
   * @param manager on the device where it is needed
   * @param name equal for equal values, and for no others; there shall be few of them
   * @param values makes them
   * @param shape of the array
   * @return a view of it, owned by {@code manager}, not to be written to
   */
  public static NDArray get(NDManager manager, Object name, Supplier<float[]> values, Shape shape) {
    var view =
        ARRAYS
            .computeIfAbsent(
                new Key(manager.getDevice(), name), key -> make(key.device(), values, shape))
            .reshape(shape);
    view.attach(manager);
    return view;
  }

  private static NDArray make(Device device, Supplier<float[]> values, Shape shape) {
    var array = Tensors.create(NDManager.newBaseManager(device), values.get(), shape);
    NDScope.unregister(array); // the step in which it is first needed must not close it
    return array;
  }
}
