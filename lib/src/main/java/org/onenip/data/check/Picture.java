package org.onenip.data.check;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.onenip.data.ImageFiles;
import org.onenip.data.Sample;
import org.onenip.support.Checksum;
import org.onenip.support.UserError;

/**
 * One image that was looked at.
 *
 * @param sample the image
 * @param trained whether it is trained on
 * @param size width × height; {@code null} where it cannot be read
 * @param content a checksum of its pixels, whatever the file's format; {@code null} likewise
 * @param findings what is wrong with it alone
 */
record Picture(
    Sample sample, boolean trained, String size, String content, List<Finding> findings) {

  /** Reads an image and its mask. */
  static Picture look(Sample sample, boolean trained) {
    if (!Files.exists(sample.image())) { // said already
      return new Picture(sample, trained, null, null, List.of());
    }
    var findings = new ArrayList<Finding>();
    try {
      var image = ImageFiles.read(sample.image());
      mask(sample, image.width(), image.height(), findings);
      var size = "%d×%d".formatted(image.width(), image.height());
      return new Picture(sample, trained, size, Checksum.sha256(image.rgb()), findings);
    } catch (UserError e) {
      findings.add(
          new Finding(Finding.Kind.UNREADABLE, sample.className(), sample.image(), e.getMessage()));
      return new Picture(sample, trained, null, null, findings);
    }
  }

  private static void mask(Sample sample, int width, int height, List<Finding> findings) {
    var file = sample.mask().filter(Files::exists).orElse(null);
    if (file == null) {
      return;
    }
    var name = sample.className();
    try {
      var mask = ImageFiles.readMask(file);
      if (mask.width() != width || mask.height() != height) {
        findings.add(
            new Finding(
                Finding.Kind.MASK_SIZE,
                name,
                file,
                "%s is %d×%d but its image %d×%d."
                    .formatted(file, mask.width(), mask.height(), width, height)));
      }
      boolean marks = false;
      for (boolean pixel : mask.anomalous()) {
        marks |= pixel;
      }
      if (!marks) {
        findings.add(
            new Finding(Finding.Kind.EMPTY_MASK, name, file, "%s marks nothing.".formatted(file)));
      }
    } catch (UserError e) {
      findings.add(new Finding(Finding.Kind.UNREADABLE, name, file, e.getMessage()));
    }
  }

  /** Its pixels and their arrangement. */
  String key() {
    return size + " " + content;
  }

  boolean readable() {
    return size != null;
  }
}
