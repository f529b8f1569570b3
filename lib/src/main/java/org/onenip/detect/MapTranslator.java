package org.onenip.detect;

import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDList;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.Function;
import org.onenip.data.ImageFiles;
import org.onenip.data.Images;
import org.onenip.data.PilResize;
import org.onenip.data.UprightImageFactory;

/**
 * An {@link Image} of any size to a detector's input, its output to an {@link AnomalyMap}.
 *
 * @param size S, side of the input
 * @param reading of one image's output
 */
public record MapTranslator(int size, Function<NDList, AnomalyMap> reading)
    implements Translator<Image, AnomalyMap> {
  /** Sees to it that the images that come are as they are to be seen. */
  public MapTranslator {
    UprightImageFactory.install();
  }

  @Override
  public NDList processInput(TranslatorContext context, Image image) {
    if (!(image.getWrappedImage() instanceof BufferedImage pixels)) {
      throw new IllegalArgumentException(
          "images must come from DJL's BufferedImageFactory, its default");
    }
    var resized = PilResize.bilinear(ImageFiles.toRgb(pixels), size, size);
    return new NDList(Images.toTensor(context.getNDManager(), List.of(resized)).squeeze(0));
  }

  @Override
  public AnomalyMap processOutput(TranslatorContext context, NDList output) {
    return reading.apply(output);
  }

  @Override
  public Batchifier getBatchifier() {
    return Batchifier.STACK;
  }
}
