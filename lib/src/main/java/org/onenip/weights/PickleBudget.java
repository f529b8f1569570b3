package org.onenip.weights;

import java.io.IOException;
import java.io.InputStream;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;

/**
 * What reading a pickle may cost. A pickle is a program: a few bytes of it can ask for a text of
 * gigabytes, for a number whose digits take hours to convert, or for the same list to be copied a
 * million times. The bounds are far above what the largest checkpoint asks for.
 */
final class PickleBudget {
  /** A tensor takes some thirty. */
  private static final int MOST_OPERATIONS = 2_000_000;

  /** Of all texts together; a claimed length is allocated at once. */
  private static final long MOST_TEXT = 64L << 20;

  /** Of a text that ends with its line, as protocol 0 has them. */
  private static final int LONGEST_TEXT_LINE = 1 << 20;

  /** Of a number, or the name of a class. */
  private static final int LONGEST_LINE = 1000;

  private static final int LONGEST_NUMBER = 1000;

  private int operations;
  private long text;

  /** Counts an operation, and what it is about to read, which it leaves in the stream. */
  void spend(short key, InputStream input) throws IOException {
    spend(1);
    switch (key) {
      case Opcodes.INT,
          Opcodes.LONG,
          Opcodes.FLOAT,
          Opcodes.GLOBAL,
          Opcodes.PERSID,
          Opcodes.GET,
          Opcodes.PUT ->
          line(key == Opcodes.GLOBAL ? 2 : 1, LONGEST_LINE, input);
      case Opcodes.STRING, Opcodes.UNICODE -> line(1, LONGEST_TEXT_LINE, input);
      case Opcodes.LONG4 -> length(4, LONGEST_NUMBER, input);
      case Opcodes.SHORT_BINSTRING, Opcodes.SHORT_BINUNICODE, Opcodes.SHORT_BINBYTES ->
          length(1, MOST_TEXT, input);
      case Opcodes.BINSTRING, Opcodes.BINUNICODE, Opcodes.BINBYTES -> length(4, MOST_TEXT, input);
      case Opcodes.BINUNICODE8, Opcodes.BINBYTES8, Opcodes.BYTEARRAY8 ->
          length(8, MOST_TEXT, input);
      default -> {}
    }
  }

  /** Counts things that are copied. */
  void spend(int things) {
    operations += things;
    if (operations > MOST_OPERATIONS || operations < 0) {
      throw new PickleException("its pickle takes too many operations");
    }
  }

  /** A length in so many bytes, the lowest first. */
  private void length(int width, long longest, InputStream input) throws IOException {
    input.mark(width);
    var bytes = input.readNBytes(width);
    input.reset();
    long length = 0;
    for (int i = bytes.length - 1; i >= 0; i--) {
      length = length << 8 | bytes[i] & 255;
    }
    if (length < 0 || length > longest) {
      throw new PickleException("a text or number of %d bytes".formatted(length));
    }
    spendText(length);
  }

  /** So many lines, each within a bound. */
  private void line(int lines, int longest, InputStream input) throws IOException {
    int most = lines * longest;
    input.mark(most);
    int length = 0;
    for (int left = lines; left > 0; length++) {
      int c = input.read();
      if (c == -1) {
        left = 0; // the reader will find the end
      } else if (c == '\n') {
        left--;
      } else if (length >= most) {
        throw new PickleException("a line of more than %d letters".formatted(longest));
      }
    }
    input.reset();
    spendText(length);
  }

  private void spendText(long length) {
    text += length;
    if (text > MOST_TEXT) {
      throw new PickleException("its texts take more than %d bytes".formatted(MOST_TEXT));
    }
  }
}
