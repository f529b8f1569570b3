package org.onenip.weights;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.onenip.support.Excerpt;

/**
 * A zip archive of {@code torch.save}, whose entries are stored as they are. Java's {@link ZipFile}
 * compares no checksum, and takes any of two entries that have the same name.
 */
final class CheckedZip implements AutoCloseable {
  private final ZipFile zip;

  /** Bytes that may yet be read; entries that overlap could fill any memory. */
  private long left;

  /**
   * Opens a file.
   *
   * @throws ZipException if two entries have the same name
   */
  CheckedZip(Path file) throws IOException {
    left = Files.size(file);
    zip = new ZipFile(file.toFile());
    var names = new HashSet<String>();
    for (var entry : entries()) {
      if (!names.add(entry.getName())) {
        zip.close();
        throw new ZipException("it holds %s twice".formatted(Excerpt.of(entry.getName())));
      }
    }
  }

  /** All entries. */
  List<? extends ZipEntry> entries() {
    return zip.stream().toList();
  }

  /**
   * The bytes of an entry.
   *
   * @param least it has at least so many
   * @param most it has at most so many
   * @throws IOException if there is none, or if it is of another length, compressed, or damaged
   */
  byte[] read(String name, long least, long most) throws IOException {
    var entry = zip.getEntry(name);
    // torch.save stores without compressing: a compressed entry may be a bomb
    if (entry == null || entry.getMethod() != ZipEntry.STORED || entry.getSize() < least) {
      throw new ZipException("%s is missing, compressed or too short".formatted(Excerpt.of(name)));
    }
    if (entry.getSize() > Math.min(most, left)) {
      throw new ZipException("%s is longer than it can be".formatted(Excerpt.of(name)));
    }
    left -= entry.getSize();
    var bytes = new byte[Math.toIntExact(entry.getSize())];
    try (var in = zip.getInputStream(entry)) {
      if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
        throw new EOFException("%s is cut short".formatted(Excerpt.of(name)));
      }
    }
    var sum = new CRC32();
    sum.update(bytes);
    if (sum.getValue() != entry.getCrc()) {
      throw new ZipException("the checksum of %s does not fit".formatted(Excerpt.of(name)));
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
