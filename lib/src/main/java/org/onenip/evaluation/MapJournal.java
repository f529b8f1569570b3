package org.onenip.evaluation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import org.onenip.detect.AnomalyMap;
import org.onenip.support.Reasons;
import org.onenip.support.UserError;

/**
 * The maps of an evaluation in a file while it runs, so that after a kill an equal one reads them
 * instead of computing them. The file begins with a key of all that decides them; each batch
 * carries its length and a checksum. What follows the last whole batch is cut off.
 */
public final class MapJournal implements MapSource, AutoCloseable {
  private static final int LENGTH_BYTES = Integer.BYTES;
  private static final int CHECKSUM_BYTES = Long.BYTES;

  private final Path path;
  private final RandomAccessFile file;
  private final Found found;
  private boolean reading;

  /** What lay in the place of the file. */
  public enum Found {
    NOTHING,
    /** Maps of an equal evaluation. */
    EQUAL,
    /** Maps of another one, or no maps at all; they are removed. */
    OTHER
  }

  private MapJournal(Path path, RandomAccessFile file, String key) throws IOException {
    this.path = path;
    this.file = file;
    var header = key.getBytes(StandardCharsets.UTF_8);
    boolean empty = file.length() == 0;
    reading = Arrays.equals(header, read());
    found = reading ? Found.EQUAL : empty ? Found.NOTHING : Found.OTHER;
    if (!reading) {
      file.setLength(0);
      write(header);
    }
  }

  /**
   * Opens the file, or makes it.
   *
   * @param key of all that decides the maps and their order
   * @throws UserError if it cannot be written
   */
  public static MapJournal open(Path path, String key) {
    try {
      var file = new RandomAccessFile(path.toFile(), "rw");
      try {
        return new MapJournal(path, file, key);
      } catch (IOException e) {
        file.close();
        throw e;
      }
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  private static UserError failed(Path path, IOException e) {
    return new UserError(
        "%s cannot be written (%s); check the folder and the free space."
            .formatted(path, Reasons.of(e)),
        e);
  }

  /** What lay there before. */
  public Found found() {
    return found;
  }

  /**
   * The next batch as it was kept, or else computed, and kept.
   *
   * @throws UserError if the file cannot be written
   */
  @Override
  public List<AnomalyMap> next(int images, Supplier<List<AnomalyMap>> computed) {
    try {
      if (reading) {
        long at = file.getFilePointer();
        var kept = read();
        var maps = kept == null ? List.<AnomalyMap>of() : decode(kept);
        if (maps.size() == images) {
          return maps;
        }
        reading = false;
        file.setLength(at);
      }
      var maps = computed.get();
      write(encode(maps));
      return maps;
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  /** What comes next in the file; {@code null} if it is not whole. */
  private byte[] read() throws IOException {
    long left = file.length() - file.getFilePointer() - LENGTH_BYTES - CHECKSUM_BYTES;
    if (left < 0) {
      return null;
    }
    int length = file.readInt();
    if (length < 0 || length > left) {
      return null;
    }
    var content = new byte[length];
    file.readFully(content);
    return file.readLong() == checksum(content) ? content : null;
  }

  private void write(byte[] content) throws IOException {
    var whole = ByteBuffer.allocate(LENGTH_BYTES + content.length + CHECKSUM_BYTES);
    whole.putInt(content.length).put(content).putLong(checksum(content));
    file.seek(file.length());
    file.write(whole.array());
  }

  private static long checksum(byte[] content) {
    var checksum = new CRC32();
    checksum.update(content);
    return checksum.getValue();
  }

  private static byte[] encode(List<AnomalyMap> maps) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeInt(maps.size());
    for (var map : maps) {
      map.write(out);
    }
    return bytes.toByteArray();
  }

  private static List<AnomalyMap> decode(byte[] content) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(content));
    int number = in.readInt();
    var maps = new ArrayList<AnomalyMap>();
    for (int i = 0; i < number; i++) {
      maps.add(AnomalyMap.read(in));
    }
    return maps;
  }

  /** The file stays. */
  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw failed(path, e);
    }
  }
}
