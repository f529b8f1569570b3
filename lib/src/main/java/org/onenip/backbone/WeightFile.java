package org.onenip.backbone;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import net.razorvine.pickle.PickleException;
import org.onenip.UserError;
import org.onenip.backbone.TorchPickle.Forbidden;
import org.onenip.backbone.TorchPickle.Storage;
import org.onenip.backbone.TorchPickle.StorageType;
import org.onenip.backbone.TorchPickle.View;

/**
 * Reads weights by name from safetensors files and from both formats of {@code torch.save}: the zip
 * archive and, before PyTorch 1.6, a row of pickles. Files are hostile until checked.
 */
public final class WeightFile {
  private static final long LARGEST_PICKLE = 64L << 20;

  private WeightFile() {}

  /**
   * Reads all tensors of a file. The wrappers {@code state_dict.} and {@code module.} are taken off
   * the names.
   *
   * @throws UserError if the file is missing, damaged, no weight file, or names a forbidden class
   */
  public static Map<String, TensorData> read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UserError("The weights %s do not exist; check the path.".formatted(file));
    }
    try (var in = Files.newInputStream(file)) {
      var start = in.readNBytes(9);
      if (start.length > 8 && start[8] == '{') {
        return Safetensors.read(file).tensors();
      }
      boolean zip = start.length > 1 && start[0] == 'P' && start[1] == 'K';
      return unwrapped(zip ? readZip(file) : readLegacy(Files.newInputStream(file)));
    } catch (Forbidden e) {
      throw new UserError(
          "%s names the class %s, which no weight file needs: it was not opened; get it from a source that you trust."
              .formatted(file, e.getMessage()),
          e);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      throw new UserError(
          "%s is no intact PyTorch weight file (%s); download it again."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /**
   * Reads the legacy format from a stream (a file inside another archive).
   *
   * @throws IOException if it is damaged
   */
  static Map<String, TensorData> readLegacyStream(InputStream in) throws IOException {
    return unwrapped(readLegacy(in));
  }

  private static Map<String, TensorData> unwrapped(Map<String, TensorData> tensors) {
    var plain = new LinkedHashMap<String, TensorData>();
    tensors.forEach(
        (name, tensor) ->
            plain.put(name.replaceFirst("^(state_dict\\.)?(module\\.)?", ""), tensor));
    return plain;
  }

  private static Map<String, TensorData> readZip(Path file) throws IOException {
    try (var zip = new ZipFile(file.toFile())) {
      var pickle =
          zip.stream()
              .filter(entry -> entry.getName().endsWith("/data.pkl"))
              .findFirst()
              .orElseThrow(() -> new ZipException("it holds no data.pkl"));
      if (pickle.getSize() > LARGEST_PICKLE || pickle.getMethod() != ZipEntry.STORED) {
        throw new ZipException("its data.pkl is too large or compressed");
      }
      var root = pickle.getName().substring(0, pickle.getName().length() - "data.pkl".length());
      Object object;
      try (var in = new BufferedInputStream(zip.getInputStream(pickle))) {
        object = TorchPickle.read(in);
      }
      var storages = new HashMap<String, ByteBuffer>();
      var tensors = new LinkedHashMap<String, TensorData>();
      for (var entry : TorchPickle.tensors(object).entrySet()) {
        var view = entry.getValue();
        var storage = storages.get(view.storage().key());
        if (storage == null) {
          storage = zipStorage(zip, root + "data/" + view.storage().key(), view.storage());
          storages.put(view.storage().key(), storage);
        }
        tensors.put(entry.getKey(), contiguous(view, storage));
      }
      return tensors;
    }
  }

  private static ByteBuffer zipStorage(ZipFile zip, String name, Storage storage)
      throws IOException {
    var entry = zip.getEntry(name);
    long expected = storage.count() * storage.type().size;
    // torch.save stores without compressing: a compressed entry may be a bomb
    if (entry == null || entry.getMethod() != ZipEntry.STORED || entry.getSize() < expected) {
      throw new ZipException("storage %s is missing or too short".formatted(name));
    }
    try (var in = zip.getInputStream(entry)) {
      var bytes = in.readNBytes(Math.toIntExact(expected));
      if (bytes.length < expected) {
        throw new EOFException("storage %s is cut short".formatted(name));
      }
      return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  /** Magic number, protocol, system, object, keys of the storages; then each storage. */
  private static Map<String, TensorData> readLegacy(InputStream raw) throws IOException {
    try (var in = new DataInputStream(new BufferedInputStream(raw))) {
      var magic = TorchPickle.read(in);
      if (!"119547037146038801333356".equals(String.valueOf(magic))) {
        throw new PickleException("it does not begin as torch.save begins");
      }
      TorchPickle.read(in); // protocol
      TorchPickle.read(in); // system
      var views = TorchPickle.tensors(TorchPickle.read(in));
      var types = new HashMap<String, StorageType>();
      views.values().forEach(v -> types.put(v.storage().key(), v.storage().type()));
      var storages = new HashMap<String, ByteBuffer>();
      for (var key : (Iterable<?>) TorchPickle.read(in)) {
        long count = Long.reverseBytes(in.readLong());
        var type = types.get(String.valueOf(key));
        if (type == null) {
          throw new PickleException("storage %s belongs to no tensor".formatted(key));
        }
        int expected = Math.toIntExact(Math.multiplyExact(count, (long) type.size));
        var bytes = in.readNBytes(expected);
        if (bytes.length < expected) {
          throw new EOFException("storage %s is cut short".formatted(key));
        }
        storages.put(String.valueOf(key), ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
      }
      var tensors = new LinkedHashMap<String, TensorData>();
      for (var entry : views.entrySet()) {
        var storage = storages.get(entry.getValue().storage().key());
        if (storage == null) {
          throw new PickleException("the storage of %s is missing".formatted(entry.getKey()));
        }
        tensors.put(entry.getKey(), contiguous(entry.getValue(), storage));
      }
      return tensors;
    }
  }

  /** Gathers a view's numbers row by row; bfloat16 becomes float32, which holds it exactly. */
  private static TensorData contiguous(View view, ByteBuffer storage) {
    var type = view.storage().type();
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
    long available = storage.capacity() / type.size;
    if (count > 0 && (view.offset() < 0 || last >= available)) {
      throw new PickleException("a tensor reaches beyond its storage");
    }
    if (count > Math.max(available, 1)) {
      throw new PickleException("a tensor repeats its storage");
    }
    boolean brain = type == StorageType.BFloat16Storage;
    if (!brain && rowByRow(view)) {
      int from = (int) (view.offset() * type.size);
      var slice =
          count == 0 ? ByteBuffer.allocate(0) : storage.slice(from, (int) (count * type.size));
      return new TensorData(type.type, new Shape(view.shape()), slice);
    }
    var bytes =
        ByteBuffer.allocate(Math.toIntExact(count * (brain ? 4 : type.size)))
            .order(ByteOrder.LITTLE_ENDIAN);
    var index = new long[view.shape().length];
    long at = view.offset();
    for (long n = 0; n < count; n++) {
      if (brain) {
        bytes.putInt(storage.getShort((int) at * 2) << 16);
      } else {
        bytes.put(storage.slice((int) (at * type.size), type.size));
      }
      for (int d = index.length - 1; d >= 0; d--) {
        at += view.strides()[d];
        if (++index[d] < view.shape()[d]) {
          break;
        }
        at -= view.strides()[d] * view.shape()[d];
        index[d] = 0;
      }
    }
    return new TensorData(
        brain ? DataType.FLOAT32 : type.type, new Shape(view.shape()), bytes.flip());
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
