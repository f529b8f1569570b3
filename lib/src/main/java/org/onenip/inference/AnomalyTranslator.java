package org.onenip.inference;

import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDList;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.awt.image.BufferedImage;
import java.util.List;
import org.onenip.data.ImageFiles;
import org.onenip.data.Images;
import org.onenip.data.PilResize;

/** An {@link Image} of any size to the network's input, its two maps to an {@link AnomalyMap}. */
final class AnomalyTranslator implements Translator<Image, AnomalyMap> {
  private final OneNipDetector detector;

  AnomalyTranslator(OneNipDetector detector) {
    this.detector = detector;
  }

  @Override
  public NDList processInput(TranslatorContext context, Image image) {
    if (!(image.getWrappedImage() instanceof BufferedImage pixels)) {
      throw new IllegalArgumentException(
          "images must come from DJL's BufferedImageFactory, its default");
    }
    int size = detector.size();
    var resized = PilResize.bilinear(ImageFiles.toRgb(pixels), size, size);
    return new NDList(Images.toTensor(context.getNDManager(), List.of(resized)).squeeze(0));
  }

  @Override
  public AnomalyMap processOutput(TranslatorContext context, NDList maps) {
    return detector.fuse(
        maps.get(0).toFloatArray(), maps.get(1).toFloatArray(), (int) maps.get(2).getLong());
  }

  @Override
  public Batchifier getBatchifier() {
    return Batchifier.STACK;
  }
}
