package org.onenip.data;

import ai.djl.modality.cv.BufferedImageFactory;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.onenip.support.UserError;

/**
 * DJL's factory of images, reading files as {@link ImageFiles} does: turned as their tags say, and
 * refused where they are damaged. DJL's own knows neither, so a photograph of a telephone would lie
 * on its side before a {@code Predictor}.
 */
public final class UprightImageFactory extends BufferedImageFactory {
  /**
   * Puts it in the place of DJL's own for {@code ImageFactory.getInstance()}; another one that a
   * program has set stays.
   */
  public static void install() {
    if (ImageFactory.getInstance().getClass() == BufferedImageFactory.class) {
      ImageFactory.setImageFactory(new UprightImageFactory());
    }
  }

  /**
   * Reads a file.
   *
   * @throws IOException with the sentence of {@link ImageFiles#read(Path)}
   */
  @Override
  public Image fromFile(Path path) throws IOException {
    try {
      return fromImage(ImageFiles.toBuffered(ImageFiles.read(path)));
    } catch (UserError e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /**
   * Reads a stream; URLs come this way too.
   *
   * @throws IOException with the sentence of {@link ImageFiles#read(Path)}
   */
  @Override
  public Image fromInputStream(InputStream stream) throws IOException {
    try {
      return fromImage(ImageFiles.toBuffered(ImageFiles.read(stream, "The stream")));
    } catch (UserError e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
