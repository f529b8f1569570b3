package org.onenip.data.check;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.onenip.data.ImageFiles;
import org.onenip.data.Sample;
import org.onenip.data.SampleMask;
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
      var picture = ImageFiles.look(sample.image());
      picture
          .notes()
          .forEach(
              note ->
                  findings.add(
                      new Finding(
                          Finding.Kind.IMAGE_READING,
                          sample.className(),
                          sample.image(),
                          "%s: %s.".formatted(sample.image(), note))));
      mask(sample, findings);
      var shown = ImageFiles.size(sample.image());
      var size = "%d×%d".formatted(shown.width, shown.height);
      return new Picture(sample, trained, size, Checksum.sha256(picture.image().rgb()), findings);
    } catch (UserError e) {
      findings.add(
          new Finding(Finding.Kind.UNREADABLE, sample.className(), sample.image(), e.getMessage()));
      return new Picture(sample, trained, null, null, findings);
    }
  }

  private static void mask(Sample sample, List<Finding> findings) {
    var file = sample.mask().filter(Files::exists).orElse(null);
    if (file == null) {
      return;
    }
    var name = sample.className();
    try {
      var mask = SampleMask.read(file, sample.image());
      mask.notes()
          .forEach(note -> findings.add(new Finding(Finding.Kind.MASK_READING, name, file, note)));
      double share = mask.mask().share();
      if (share == 0) {
        findings.add(
            new Finding(Finding.Kind.EMPTY_MASK, name, file, "%s marks nothing.".formatted(file)));
      } else if (share > 0.5) {
        findings.add(
            new Finding(
                Finding.Kind.INVERTED_MASK,
                name,
                file,
                "%s marks %.0f %% of its picture: white is anomalous; if it is inverted, invert it."
                    .formatted(file, 100 * share)));
      }
    } catch (SampleMask.WrongSize e) {
      findings.add(new Finding(Finding.Kind.MASK_SIZE, name, file, e.getMessage()));
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
