package org.onenip.weights;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import net.razorvine.pickle.PickleException;
import org.onenip.support.Excerpt;
import org.onenip.support.UserError;
import org.onenip.weights.TorchPickle.Forbidden;
import org.onenip.weights.TorchPickle.Storage;

/**
 * Reads weights by name from safetensors files and from both formats of {@code torch.save}: the zip
 * archive and, before PyTorch 1.6, a row of pickles. Files are hostile until checked.
 */
public final class WeightFile {
  private static final String PICKLE = "data.pkl";
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
      return unwrapped(zip ? readZip(file) : readLegacy(file));
    } catch (UserError e) {
      throw e;
    } catch (Forbidden e) {
      throw new UserError(
          "%s names the class %s, which no weight file needs: it was not opened; get it from a source that you trust."
              .formatted(file, e.getMessage()),
          e);
    } catch (OutOfMemoryError e) {
      throw new UserError(
          "%s needs more memory than Java may take; give it more, for example ONENIP_JAVA_OPTIONS=-Xmx8g, if you trust the file."
              .formatted(file),
          e);
    } catch (IOException | PickleException e) {
      throw damaged(file, Excerpt.reason(e), e);
    } catch (RuntimeException | StackOverflowError e) { // of a pickle that is nonsense
      throw damaged(file, "its pickle is damaged", e);
    }
  }

  private static UserError damaged(Path file, String reason, Throwable cause) {
    return new UserError(
        "%s is no intact PyTorch weight file (%s); download it again.".formatted(file, reason),
        cause);
  }

  private static byte[] start(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(9);
    }
  }

  /**
   * Reads the legacy format from memory (a file inside another archive).
   *
   * @throws IOException if it is damaged
   */
  public static Map<String, TensorData> readLegacy(byte[] bytes) throws IOException {
    var whole = ByteBuffer.wrap(bytes);
    return unwrapped(
        readLegacy(
            new ByteArrayInputStream(bytes),
            bytes.length,
            (from, length) -> whole.slice((int) from, length)));
  }

  /** A file, whose storages are mapped: they take no memory before they are used. */
  private static Map<String, TensorData> readLegacy(Path file) throws IOException {
    try (var channel = FileChannel.open(file)) {
      return readLegacy(
          Files.newInputStream(file),
          channel.size(),
          (from, length) -> Safetensors.region(channel, from, length));
    }
  }

  private static Map<String, TensorData> unwrapped(Map<String, TensorData> tensors) {
    var plain = new LinkedHashMap<String, TensorData>();
    tensors.forEach((name, tensor) -> plain.put(name.replaceFirst("^module\\.", ""), tensor));
    return plain;
  }

  private static Map<String, TensorData> readZip(Path file) throws IOException {
    try (var zip = new CheckedZip(file)) {
      var pickles =
          zip.entries().stream()
              .map(ZipEntry::getName)
              .filter(name -> name.endsWith("/" + PICKLE))
              .toList();
      if (pickles.size() != 1) {
        throw new ZipException("it holds %d entries %s".formatted(pickles.size(), PICKLE));
      }
      var name = pickles.get(0);
      var pickle = zip.read(name, 0, LARGEST_PICKLE);
      var views = TorchPickle.read(new ByteArrayInputStream(pickle)).tensors();
      var root = name.substring(0, name.length() - PICKLE.length());
      var stored = new StoredTensors();
      for (var view : views.values()) {
        var storage = view.storage();
        if (!stored.has(storage.key())) {
          var bytes = zip.read(root + "data/" + storage.key(), bytes(storage), Integer.MAX_VALUE);
          stored.add(storage.key(), ByteBuffer.wrap(bytes));
        }
      }
      return stored.tensors(views);
    }
  }

  private static long bytes(Storage storage) {
    if (storage.count() < 0) {
      throw new PickleException("a storage of %d numbers".formatted(storage.count()));
    }
    return Math.multiplyExact(storage.count(), (long) storage.type().size);
  }

  /**
   * Magic number, protocol, system, object, keys of the storages; then each storage.
   *
   * @param size bytes of the stream; no storage is longer
   * @param region a part of the same
   */
  private static Map<String, TensorData> readLegacy(
      InputStream raw, long size, Safetensors.Body region) throws IOException {
    try (var counted = new CountedStream(raw);
        var in = new DataInputStream(counted)) {
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
        long from = counted.position();
        if (length < 0 || length > size - from) {
          throw new EOFException("storage %s is cut short".formatted(Excerpt.of(storage.key())));
        }
        if (needed.contains(storage.key())) {
          stored.add(storage.key(), region.slice(from, Math.toIntExact(length)));
        }
        in.skipNBytes(length);
      }
      return stored.tensors(views);
    }
  }
}
