package org.onenip.weights;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import net.razorvine.pickle.PickleException;
import org.onenip.weights.TorchPickle.StorageType;
import org.onenip.weights.TorchPickle.View;

/**
 * The storages of a PyTorch file and the tensors that are views into them. A view may name any
 * offset, shape and strides: none reaches beyond its storage, and all copies together are bounded.
 */
final class StoredTensors {
  /** Copies may take this many times the storages: bfloat16 doubles, and weights may be tied. */
  private static final int MOST_COPIES = 4;

  private final Map<String, ByteBuffer> storages = new HashMap<>();
  private long budget;

  /** Takes a storage's bytes, little-endian. */
  void add(String key, ByteBuffer bytes) {
    storages.put(key, bytes.order(ByteOrder.LITTLE_ENDIAN));
    budget += (long) MOST_COPIES * bytes.capacity();
  }

  boolean has(String key) {
    return storages.containsKey(key);
  }

  /** The tensors of views, all of whose storages were taken. */
  Map<String, TensorData> tensors(Map<String, View> views) {
    var tensors = new LinkedHashMap<String, TensorData>();
    views.forEach(
        (name, view) -> {
          var storage = storages.get(view.storage().key());
          if (storage == null) {
            throw new PickleException("the storage of %s is missing".formatted(name));
          }
          tensors.put(name, tensor(view, storage));
        });
    return tensors;
  }

  private TensorData tensor(View view, ByteBuffer storage) {
    var type = view.storage().type();
    long count = checkedCount(view, storage.capacity() / type.size);
    boolean brain = type == StorageType.BFloat16Storage;
    if (!brain && rowByRow(view)) {
      int from = (int) (view.offset() * type.size);
      var slice =
          count == 0 ? ByteBuffer.allocate(0) : storage.slice(from, (int) (count * type.size));
      return new TensorData(type.type, new Shape(view.shape()), slice);
    }
    return new TensorData(
        brain ? DataType.FLOAT32 : type.type,
        new Shape(view.shape()),
        gathered(view, storage, count));
  }

  /** Numbers of a view that lies within the {@code available} numbers of its storage. */
  private static long checkedCount(View view, long available) {
    long count = 1;
    long last = view.offset();
    for (int i = 0; i < view.shape().length; i++) {
      if (view.shape()[i] < 0 || view.strides()[i] < 0) {
        throw new PickleException("a tensor has a negative shape or stride");
      }
      count = Math.multiplyExact(count, view.shape()[i]);
      last =
          Math.addExact(
              last, Math.multiplyExact(Math.max(0, view.shape()[i] - 1), view.strides()[i]));
    }
    if (count > 0 && (view.offset() < 0 || last >= available)) {
      throw new PickleException("a tensor reaches beyond its storage");
    }
    if (count > Math.max(available, 1)) {
      throw new PickleException("a tensor repeats its storage");
    }
    return count;
  }

  /** A view's numbers row by row; bfloat16 becomes float32, which holds it exactly. */
  private ByteBuffer gathered(View view, ByteBuffer storage, long count) {
    var type = view.storage().type();
    boolean brain = type == StorageType.BFloat16Storage;
    long length = count * (brain ? Float.BYTES : type.size);
    budget -= length;
    if (budget < 0) {
      throw new PickleException("its tensors repeat their storages");
    }
    var bytes = ByteBuffer.allocate(Math.toIntExact(length)).order(ByteOrder.LITTLE_ENDIAN);
    int[] axes = // those along which there is somewhere to go
        IntStream.range(0, view.shape().length).filter(d -> view.shape()[d] > 1).toArray();
    var index = new long[view.shape().length];
    int at = Math.toIntExact(view.offset());
    for (long n = 0; n < count; n++) {
      if (brain) {
        bytes.putInt(storage.getShort(at * 2) << 16);
      } else {
        copy(storage, at * type.size, type.size, bytes);
      }
      for (int a = axes.length - 1; a >= 0; a--) {
        int d = axes[a];
        at += (int) view.strides()[d];
        if (++index[d] < view.shape()[d]) {
          break;
        }
        at -= (int) (view.strides()[d] * view.shape()[d]);
        index[d] = 0;
      }
    }
    return bytes.flip();
  }

  private static void copy(ByteBuffer from, int at, int size, ByteBuffer to) {
    switch (size) {
      case Long.BYTES -> to.putLong(from.getLong(at));
      case Integer.BYTES -> to.putInt(from.getInt(at));
      case Short.BYTES -> to.putShort(from.getShort(at));
      default -> to.put(from.get(at));
    }
  }

  private static boolean rowByRow(View view) {
    long stride = 1;
    for (int d = view.shape().length - 1; d >= 0; d--) {
      if (view.shape()[d] > 1 && view.strides()[d] != stride) {
        return false;
      }
      stride *= view.shape()[d];
    }
    return true;
  }
}
