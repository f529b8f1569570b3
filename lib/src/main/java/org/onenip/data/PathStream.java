package org.onenip.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A file as ImageIO reads it, opened by its path. ImageIO itself opens files by their names as
 * text, which loses names that the system's character set cannot hold (Japanese ones under {@code
 * LC_ALL=C}).
 */
final class PathStream extends ImageInputStreamImpl {
  private static final int BUFFER = 1 << 16;

  private final FileChannel channel;
  private final long length;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

  /** Where in the file the buffer begins. */
  private long start;

  PathStream(Path file) throws IOException {
    channel = FileChannel.open(file);
    length = channel.size();
    buffer.limit(0);
  }

  @Override
  public int read() throws IOException {
    if (!fill()) {
      return -1;
    }
    streamPos++;
    return buffer.get() & 255;
  }

  @Override
  public int read(byte[] into, int offset, int most) throws IOException {
    if (most == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(most, buffer.remaining());
    buffer.get(into, offset, count);
    streamPos += count;
    return count;
  }

  /** Brings the buffer to the stream's position; false at the end. */
  private boolean fill() throws IOException {
    checkClosed();
    bitOffset = 0;
    long at = streamPos - start;
    if (at >= 0 && at < buffer.limit()) {
      buffer.position((int) at);
      return true;
    }
    start = streamPos;
    buffer.clear();
    int count = channel.read(buffer, start);
    buffer.flip();
    return count > 0;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void close() throws IOException {
    super.close();
    channel.close();
  }
}
