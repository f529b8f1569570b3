package org.onenip.data;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.stream.ImageInputStream;

/** Goes through the chunks of a WebP file: whether it is whole, lossy, and how it is turned. */
final class WebpWalk {
  private static final int HEADER = 12;
  private static final int CHUNK = 8;
  private static final int MOST_EXIF = 1 << 20;

  private WebpWalk() {}

  static PictureFacts facts(ImageInputStream stream) throws IOException {
    var order = stream.getByteOrder();
    stream.setByteOrder(ByteOrder.LITTLE_ENDIAN);
    try {
      stream.seek(4);
      long end = CHUNK + stream.readUnsignedInt();
      if (stream.length() >= 0 && stream.length() < end) {
        throw new DamagedPicture(
            "it says it has %d bytes, of which %d are there".formatted(end, stream.length()));
      }
      var orientation = Orientation.UPRIGHT;
      boolean lossy = false;
      var name = new byte[4];
      for (long at = HEADER; at + CHUNK <= end; ) {
        stream.seek(at);
        stream.readFully(name);
        long length = stream.readUnsignedInt();
        switch (new String(name, StandardCharsets.ISO_8859_1)) {
          case "VP8 ", "ANMF" -> lossy = true; // moving ones are nearly always lossy
          case "EXIF" -> {
            var data = new byte[(int) Math.min(Math.min(length, MOST_EXIF), end - at - CHUNK)];
            stream.readFully(data);
            orientation = PictureFacts.exif(data);
          }
          default -> {}
        }
        at += CHUNK + length + (length & 1);
      }
      return PictureFacts.of(orientation, lossy, List.of());
    } finally {
      stream.setByteOrder(order);
    }
  }
}
