package org.onenip.weights;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A buffered stream that knows how many bytes were taken from it. */
final class CountedStream extends FilterInputStream {
  private long position;
  private long marked;

  CountedStream(InputStream in) {
    super(new BufferedInputStream(in));
  }

  /** Bytes taken so far. */
  long position() {
    return position;
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    position += value < 0 ? 0 : 1;
    return value;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int got = in.read(bytes, from, length);
    position += Math.max(0, got);
    return got;
  }

  @Override
  public long skip(long length) throws IOException {
    long skipped = in.skip(length);
    position += skipped;
    return skipped;
  }

  @Override
  public void mark(int limit) {
    marked = position;
    in.mark(limit);
  }

  @Override
  public void reset() throws IOException {
    in.reset();
    position = marked;
  }
}
