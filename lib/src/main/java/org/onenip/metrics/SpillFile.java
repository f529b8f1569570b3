package org.onenip.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.onenip.support.UserError;

/**
 * A temporary file for what does not fit in memory. The system deletes it when it is closed or the
 * process ends, in whatever way; on Unix it has no name from the start.
 */
final class SpillFile implements AutoCloseable {
  private final Path folder;
  private final FileChannel channel;
  private long end;

  /** For tests: writes to any channel. */
  SpillFile(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Opens an empty file.
   *
   * @throws UserError if no file can be written in the folder
   */
  static SpillFile in(Path folder) {
    try {
      var file = Files.createTempFile(folder, "onenip-scores", ".tmp");
      return new SpillFile(
          folder,
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE));
    } catch (IOException e) {
      throw cannotWrite(folder, e);
    }
  }

  /**
   * Writes all that remains in a buffer.
   *
   * @return where it begins
   * @throws UserError if the disk is full
   */
  long append(ByteBuffer bytes) {
    long start = end;
    try {
      while (bytes.hasRemaining()) {
        end += channel.write(bytes, end);
      }
    } catch (ClosedByInterruptException e) {
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      throw cannotWrite(folder, e);
    }
    return start;
  }

  /** Fills a buffer and turns it over, to be read. Threads may read at the same time. */
  ByteBuffer read(ByteBuffer bytes, long position) {
    long at = position;
    try {
      while (bytes.hasRemaining()) {
        int read = channel.read(bytes, at);
        if (read < 0) {
          throw new IOException("the file of scores in %s is cut off".formatted(folder));
        }
        at += read;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.flip();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static UserError cannotWrite(Path folder, IOException e) {
    return new UserError(
        "The scores need more than memory, and the folder for temporary files %s takes no more of them (%s): make room there, or name another folder with ONENIP_JAVA_OPTIONS=-Djava.io.tmpdir=FOLDER."
            .formatted(folder, e.getMessage()),
        e);
  }
}
