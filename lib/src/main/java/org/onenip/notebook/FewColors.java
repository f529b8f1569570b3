package org.onenip.notebook;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * A drawing reduced to its 256 most frequent colours; others, at the edges of lines, become the
 * nearest of them. Halves the PNG file.
 */
final class FewColors {
  private static final int MOST = 256;

  private FewColors() {}

  static BufferedImage of(BufferedImage picture) {
    int width = picture.getWidth();
    var pixels = picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width);
    var counts = new HashMap<Integer, Integer>();
    for (int pixel : pixels) {
      counts.merge(pixel, 1, Integer::sum);
    }
    var palette =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(MOST)
            .mapToInt(Map.Entry::getKey)
            .toArray();
    var indices = new HashMap<Integer, Integer>();
    counts.keySet().forEach(color -> indices.put(color, nearest(palette, color)));
    var model = new IndexColorModel(8, palette.length, palette, 0, false, -1, DataBuffer.TYPE_BYTE);
    var reduced =
        new BufferedImage(width, picture.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model);
    for (int i = 0; i < pixels.length; i++) {
      reduced.getRaster().setSample(i % width, i / width, 0, indices.get(pixels[i]));
    }
    return reduced;
  }

  private static int nearest(int[] palette, int color) {
    int nearest = 0;
    for (int i = 1; i < palette.length; i++) {
      if (distance(palette[i], color) < distance(palette[nearest], color)) {
        nearest = i;
      }
    }
    return nearest;
  }

  private static int distance(int one, int other) {
    int sum = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int difference = (one >> shift & 255) - (other >> shift & 255);
      sum += difference * difference;
    }
    return sum;
  }
}
