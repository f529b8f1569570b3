package org.onenip.data;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.stream.ImageInputStream;

/**
 * Goes through the chunks of a PNG file: finds EXIF's orientation and holds each chunk against its
 * checksum, which Java's reader does not.
 */
final class PngWalk {
  static final String NO_END = "its end mark is missing";

  private static final int SIGNATURE = 8;
  private static final int MOST_EXIF = 1 << 20;

  private PngWalk() {}

  static PictureFacts facts(ImageInputStream stream) throws IOException {
    var orientation = Orientation.UPRIGHT;
    var notes = new ArrayList<String>();
    var block = new byte[1 << 13];
    var name = new byte[4];
    stream.seek(SIGNATURE);
    try {
      for (var chunk = ""; !chunk.equals("IEND"); ) {
        long length = stream.readUnsignedInt();
        stream.readFully(name);
        chunk = new String(name, StandardCharsets.ISO_8859_1);
        var crc = new CRC32();
        crc.update(name);
        boolean exif = chunk.equals("eXIf") && length <= MOST_EXIF;
        if (exif) {
          var data = new byte[(int) length];
          stream.readFully(data);
          crc.update(data);
          orientation = PictureFacts.exif(data);
        } else {
          for (long left = length; left > 0; ) {
            int count = stream.read(block, 0, (int) Math.min(left, block.length));
            if (count < 0) {
              throw new EOFException();
            }
            crc.update(block, 0, count);
            left -= count;
          }
        }
        if (stream.readUnsignedInt() != crc.getValue()) {
          if (Character.isUpperCase(chunk.charAt(0))) {
            throw new DamagedPicture("its part %s has another checksum".formatted(chunk));
          }
          notes.add("its side note %s has another checksum".formatted(chunk));
          if (exif) {
            orientation = Orientation.UPRIGHT;
          }
        }
      }
    } catch (EOFException e) {
      notes.add(NO_END);
    }
    return PictureFacts.of(orientation, false, List.copyOf(notes));
  }
}
