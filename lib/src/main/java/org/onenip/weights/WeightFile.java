package org.onenip.weights;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import net.razorvine.pickle.PickleException;
import org.onenip.support.UserError;
import org.onenip.weights.TorchPickle.Forbidden;
import org.onenip.weights.TorchPickle.Storage;

/**
 * Reads weights by name from safetensors files and from both formats of {@code torch.save}: the zip
 * archive and, before PyTorch 1.6, a row of pickles. Files are hostile until checked.
 */
public final class WeightFile {
  private static final long LARGEST_PICKLE = 64L << 20;
  private static final BigInteger LEGACY_MAGIC = new BigInteger("119547037146038801333356");

  private WeightFile() {}

  /**
   * Reads all tensors of a file, or those of its {@code state_dict} where it holds more: an
   * optimizer's are not read then. The wrapper {@code module.} is taken off the names.
   *
   * @throws UserError if the file is missing, damaged, no weight file, or names a forbidden class
   */
  public static Map<String, TensorData> read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UserError("The weights %s do not exist; check the path.".formatted(file));
    }
    try {
      var start = start(file);
      if (start.length > 8 && start[8] == '{') {
        return unwrapped(Safetensors.read(file).tensors());
      }
      boolean zip = start.length > 1 && start[0] == 'P' && start[1] == 'K';
      return unwrapped(zip ? readZip(file) : readLegacy(Files.newInputStream(file)));
    } catch (UserError e) {
      throw e;
    } catch (Forbidden e) {
      throw new UserError(
          "%s names the class %s, which no weight file needs: it was not opened; get it from a source that you trust."
              .formatted(file, e.getMessage()),
          e);
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      throw new UserError(
          "%s is no intact PyTorch weight file (%s); download it again."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static byte[] start(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(9);
    }
  }

  /**
   * Reads the legacy format from a stream (a file inside another archive).
   *
   * @throws IOException if it is damaged
   */
  public static Map<String, TensorData> readLegacyStream(InputStream in) throws IOException {
    return unwrapped(readLegacy(in));
  }

  private static Map<String, TensorData> unwrapped(Map<String, TensorData> tensors) {
    var plain = new LinkedHashMap<String, TensorData>();
    tensors.forEach((name, tensor) -> plain.put(name.replaceFirst("^module\\.", ""), tensor));
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
      Map<String, TorchPickle.View> views;
      try (var in = new BufferedInputStream(zip.getInputStream(pickle))) {
        views = TorchPickle.read(in).tensors();
      }
      var stored = new StoredTensors();
      long left = Files.size(file); // entries that overlap could fill any memory
      for (var view : views.values()) {
        var storage = view.storage();
        if (!stored.has(storage.key())) {
          var bytes = zipStorage(zip, root + "data/" + storage.key(), storage, left);
          left -= bytes.length;
          stored.add(storage.key(), bytes);
        }
      }
      return stored.tensors(views);
    }
  }

  private static byte[] zipStorage(ZipFile zip, String name, Storage storage, long most)
      throws IOException {
    var entry = zip.getEntry(name);
    long expected = Math.multiplyExact(storage.count(), (long) storage.type().size);
    // torch.save stores without compressing: a compressed entry may be a bomb
    if (entry == null || entry.getMethod() != ZipEntry.STORED || entry.getSize() < expected) {
      throw new ZipException("storage %s is missing or too short".formatted(name));
    }
    if (expected > most) {
      throw new ZipException("its storages are larger than the file");
    }
    try (var in = zip.getInputStream(entry)) {
      return exactly(in, expected, name);
    }
  }

  private static byte[] exactly(InputStream in, long length, String storage) throws IOException {
    var bytes = in.readNBytes(Math.toIntExact(length));
    if (bytes.length < length) {
      throw new EOFException("storage %s is cut short".formatted(storage));
    }
    return bytes;
  }

  /** Magic number, protocol, system, object, keys of the storages; then each storage. */
  private static Map<String, TensorData> readLegacy(InputStream raw) throws IOException {
    try (var in = new DataInputStream(new BufferedInputStream(raw))) {
      if (!LEGACY_MAGIC.equals(TorchPickle.read(in).object())) {
        throw new PickleException("it does not begin as torch.save begins");
      }
      TorchPickle.read(in); // protocol
      TorchPickle.read(in); // system
      var pickled = TorchPickle.read(in);
      var views = pickled.tensors();
      var needed = views.values().stream().map(v -> v.storage().key()).collect(Collectors.toSet());
      var stored = new StoredTensors();
      for (var key : (Iterable<?>) TorchPickle.read(in).object()) {
        long count = Long.reverseBytes(in.readLong());
        var storage = key instanceof String name ? pickled.storages().get(name) : null;
        if (storage == null) {
          throw new PickleException("a storage belongs to no tensor");
        }
        long length = Math.multiplyExact(count, (long) storage.type().size);
        if (needed.contains(storage.key())) {
          stored.add(storage.key(), exactly(in, length, storage.key()));
        } else {
          in.skipNBytes(length);
        }
      }
      return stored.tensors(views);
    }
  }
}
