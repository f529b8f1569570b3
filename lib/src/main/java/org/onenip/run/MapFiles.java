package org.onenip.run;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferUShort;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.onenip.data.RgbImage;
import org.onenip.detect.AnomalyMap;
import org.onenip.report.HeatMap;
import org.onenip.support.WholeFile;

/**
 * The pictures of one image's result: {@code NAME_map.png} (16 bits) and {@code NAME_overlay.png}.
 *
 * @param folder where they lie
 * @param name NAME
 */
record MapFiles(Path folder, String name) {
  private static final int LARGEST_VALUE = 65535;

  /** Deflates at level 1 of 9: a fifth faster, and no larger. */
  private static final float FAST = 0.88f;

  /** Name of the map's file. */
  String map() {
    return name + "_map.png";
  }

  /**
   * Writes both.
   *
   * @param image of the map's size
   * @return the score of one step of the 16-bit map
   * @throws org.onenip.support.UserError if one cannot be written
   */
  double write(RgbImage image, AnomalyMap map) {
    double unit = unit(map);
    write(grey(map, unit), map());
    write(HeatMap.of(map).over(image, map), name + "_overlay.png");
    return unit;
  }

  /** Twice the pixel threshold, or the peak, is white. */
  private static double unit(AnomalyMap map) {
    double most = Float.isFinite(map.pixelThreshold()) ? 2 * map.pixelThreshold() : 0;
    for (float value : map.values()) {
      most = Math.max(most, value);
    }
    return most / LARGEST_VALUE;
  }

  private static BufferedImage grey(AnomalyMap map, double unit) {
    var picture = new BufferedImage(map.width(), map.height(), BufferedImage.TYPE_USHORT_GRAY);
    var pixels = ((DataBufferUShort) picture.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < pixels.length; i++) {
      double value = map.values()[i] / unit;
      pixels[i] = (short) (int) Math.max(0, Math.min(LARGEST_VALUE, Math.round(value)));
    }
    return picture;
  }

  private void write(BufferedImage picture, String file) {
    var writer = ImageIO.getImageWritersByFormatName("png").next();
    var how = writer.getDefaultWriteParam();
    how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    how.setCompressionQuality(FAST);
    try {
      WholeFile.replace(
          folder.resolve(file),
          WholeFile.REMEDY,
          whole -> {
            try (var out = Files.newOutputStream(whole);
                var stream = new MemoryCacheImageOutputStream(out)) {
              writer.setOutput(stream);
              writer.write(null, new IIOImage(picture, null, null), how);
            }
          });
    } finally {
      writer.dispose();
    }
  }
}
