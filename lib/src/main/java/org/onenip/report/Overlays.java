package org.onenip.report;

import java.awt.Color;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import org.onenip.data.PixelMask;
import org.onenip.support.Reasons;
import org.onenip.support.UserError;

/** Pictures for people: mask outlines, thumbnails, and their encoding for files and pages. */
public final class Overlays {
  private static final int OUTLINE = new Color(0x14d85f).getRGB();
  private static final float JPEG_QUALITY = 0.88f;

  private Overlays() {}

  /**
   * Draws a green line around each region of a mask, just outside of it, so that even a defect of
   * one pixel stays visible.
   *
   * @param picture of the mask's size; drawn on
   * @return the same picture
   */
  public static BufferedImage outline(BufferedImage picture, PixelMask mask) {
    if (picture.getWidth() != mask.width() || picture.getHeight() != mask.height()) {
      throw new IllegalArgumentException(
          "a %dx%d mask over a %dx%d picture"
              .formatted(mask.width(), mask.height(), picture.getWidth(), picture.getHeight()));
    }
    int reach = Math.max(1, Math.round(mask.width() / 300f));
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        if (!at(mask, x, y) && nearAnomaly(mask, x, y, reach)) {
          picture.setRGB(x, y, OUTLINE);
        }
      }
    }
    return picture;
  }

  private static boolean nearAnomaly(PixelMask mask, int x, int y, int reach) {
    for (int dy = -reach; dy <= reach; dy++) {
      for (int dx = -reach; dx <= reach; dx++) {
        if (at(mask, x + dx, y + dy)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean at(PixelMask mask, int x, int y) {
    return x >= 0
        && y >= 0
        && x < mask.width()
        && y < mask.height()
        && mask.anomalous()[y * mask.width() + x];
  }

  /** The picture scaled down so that no side exceeds {@code side}; the same where none does. */
  public static BufferedImage thumbnail(BufferedImage picture, int side) {
    double scale = side / (double) Math.max(picture.getWidth(), picture.getHeight());
    if (scale >= 1) {
      return picture;
    }
    int width = Math.max(1, (int) Math.round(picture.getWidth() * scale));
    int height = Math.max(1, (int) Math.round(picture.getHeight() * scale));
    var small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var graphics = small.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(picture, 0, 0, width, height, null);
    graphics.dispose();
    return small;
  }

  /** The bytes of a PNG file. */
  public static byte[] png(BufferedImage picture) {
    var bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The bytes of a JPEG file of good quality; the picture has no alpha. */
  public static byte[] jpeg(BufferedImage picture) {
    var bytes = new ByteArrayOutputStream();
    var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (var stream = ImageIO.createImageOutputStream(bytes)) {
      var how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(JPEG_QUALITY);
      writer.setOutput(stream);
      var metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(picture), how);
      keepThinLinesColored(metadata);
      writer.write(null, new IIOImage(picture, null, metadata), how);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /**
   * Writes a JPEG file.
   *
   * @throws UserError if it cannot be written
   */
  public static void write(BufferedImage picture, Path file) {
    try {
      Files.write(file, jpeg(picture));
    } catch (IOException e) {
      throw new UserError(
          "%s cannot be written (%s); check the folder and the free space."
              .formatted(file, Reasons.of(e)),
          e);
    }
  }

  /** By default JPEG halves the resolution of the colour, which greys a line of one pixel. */
  private static void keepThinLinesColored(IIOMetadata metadata) throws IOException {
    var format = metadata.getNativeMetadataFormatName();
    var tree = (IIOMetadataNode) metadata.getAsTree(format);
    var luma = (IIOMetadataNode) tree.getElementsByTagName("componentSpec").item(0);
    luma.setAttribute("HsamplingFactor", "1");
    luma.setAttribute("VsamplingFactor", "1");
    metadata.setFromTree(format, tree);
  }

  /** A {@code data:} address for an {@code img} element, as JPEG. */
  public static String dataUri(BufferedImage picture) {
    return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg(picture));
  }
}
