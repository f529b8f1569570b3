package org.onenip.data;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import javax.imageio.stream.ImageInputStream;

/**
 * Goes through the segments of a JPEG file without decoding: finds EXIF's orientation, counts the
 * scans (each costs a pass over all pixels, however few bytes it has) and sees whether a
 * progressive picture came to its end.
 */
final class JpegWalk {
  /** Published encoders write ten or so; more than these are there to keep a decoder busy. */
  private static final int MOST_SCANS = 64;

  private static final int COEFFICIENTS = 64;
  private static final int MOST_COMPONENTS = 4;
  private static final int FEW = 16;
  private static final int START = 0xD8;
  private static final int END = 0xD9;
  private static final int SCAN = 0xDA;
  private static final int APP1 = 0xE1;

  private final ImageInputStream stream;
  private final byte[] block = new byte[1 << 13];
  private Orientation orientation = Orientation.UPRIGHT;
  private boolean oriented;
  private boolean progressive;
  private int components;
  private int scans;

  /** Components of the latest scan. */
  private int lastScan;

  /** By component and coefficient, how many low bits are still missing; -1: all. */
  private final int[][] missing = new int[256][];

  JpegWalk(ImageInputStream stream) {
    this.stream = stream;
  }

  PictureFacts facts() throws IOException {
    boolean ended = false;
    try {
      for (int marker = marker(); ; marker = marker()) {
        if (marker == END) {
          ended = true;
          break;
        }
        if (marker == START || marker == 0x01 || marker >= 0xD0 && marker <= 0xD7) {
          continue; // these stand alone
        }
        long next = stream.getStreamPosition() + stream.readUnsignedShort();
        segment(marker, (int) Math.max(0, next - stream.getStreamPosition()));
        stream.seek(Math.max(next, stream.getStreamPosition()));
        if (marker == SCAN && !more()) {
          return PictureFacts.jpeg(orientation, List.of());
        }
      }
    } catch (EOFException e) {
      // the decoder says what it lacks
    }
    if (!ended && progressive && !complete()) {
      throw new DamagedPicture("the file ends before its last pass");
    }
    return PictureFacts.jpeg(orientation, List.of());
  }

  /** Whether a scan may follow: a plain picture of one scan is left to the decoder. */
  private boolean more() {
    return progressive || scans > 1 || components > 1 && lastScan < components;
  }

  /** The next marker; what lies before it is passed over. */
  private int marker() throws IOException {
    boolean escaped = false;
    for (int most = FEW; ; most = block.length) { // mostly it follows at once
      long at = stream.getStreamPosition();
      int count = stream.read(block, 0, most);
      if (count < 0) {
        throw new EOFException();
      }
      for (int i = 0; i < count; i++) {
        int value = block[i] & 255;
        if (escaped && value != 0 && value != 0xFF) {
          stream.seek(at + i + 1);
          return value;
        }
        escaped = value == 0xFF;
      }
    }
  }

  private void segment(int marker, int length) throws IOException {
    boolean frame = marker >= 0xC0 && marker <= 0xCF;
    if (frame && marker != 0xC4 && marker != 0xC8 && marker != 0xCC) {
      var data = data(length);
      progressive = marker == 0xC2 || marker == 0xC6 || marker == 0xCA || marker == 0xCE;
      components = data.length > 5 ? data[5] & 255 : 0;
      for (int i = 0; i < Math.min(components, MOST_COMPONENTS); i++) {
        if (6 + 3 * i < data.length) {
          missing[data[6 + 3 * i] & 255] = filled();
        }
      }
    } else if (marker == APP1 && !oriented) {
      var data = data(length);
      if (data.length > 6 && data[0] == 'E' && data[1] == 'x' && data[2] == 'i') {
        orientation = PictureFacts.exif(data);
        oriented = true;
      }
    } else if (marker == SCAN) {
      scan(data(length));
    }
  }

  private static int[] filled() {
    var bits = new int[COEFFICIENTS];
    Arrays.fill(bits, -1);
    return bits;
  }

  private byte[] data(int length) throws IOException {
    var data = new byte[length];
    stream.readFully(data);
    return data;
  }

  private void scan(byte[] header) throws IOException {
    scans++;
    if (scans > MOST_SCANS) {
      throw new DamagedPicture(
          "more than %d passes over the same pixels, which take very long".formatted(MOST_SCANS));
    }
    int count = header.length == 0 ? 0 : header[0] & 255;
    lastScan = count;
    if (header.length < 4 + 2 * count) {
      return;
    }
    int from = header[1 + 2 * count] & 255;
    int to = Math.min(header[2 + 2 * count] & 255, COEFFICIENTS - 1);
    int low = header[3 + 2 * count] & 15;
    for (int i = 0; i < count; i++) {
      var bits = missing[header[1 + 2 * i] & 255];
      if (bits != null) {
        Arrays.fill(bits, Math.min(from, to), to + 1, low);
      }
    }
  }

  private boolean complete() {
    return Arrays.stream(missing)
        .filter(bits -> bits != null)
        .allMatch(bits -> Arrays.stream(bits).allMatch(bit -> bit == 0));
  }
}
