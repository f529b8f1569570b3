package org.onenip.data;

import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The images and masks of samples at one size, kept as long as memory allows. */
public final class SampleImages {
  private final int size;
  private final Map<Sample, SoftReference<RgbImage>> images = new ConcurrentHashMap<>();

  /**
   * Reads at a size.
   *
   * @param size S, of images and masks
   */
  public SampleImages(int size) {
    this.size = size;
  }

  /** S. */
  public int size() {
    return size;
  }

  /**
   * A sample's image, {@code S × S}.
   *
   * @throws UserError as {@link ImageFiles#read}
   */
  public RgbImage image(Sample sample) {
    var kept = images.get(sample);
    var image = kept == null ? null : kept.get();
    if (image == null) {
      image = PilResize.bilinear(ImageFiles.read(sample.image()), size, size);
      images.put(sample, new SoftReference<>(image));
    }
    return image;
  }

  /**
   * A sample's mask, {@code S × S}: all normal for a good one, empty for a defect without a mask.
   *
   * @throws org.onenip.support.UserError if the mask has another size than its image
   */
  public Optional<PixelMask> mask(Sample sample) {
    if (!sample.anomalous()) {
      return Optional.of(new PixelMask(size, size, new boolean[size * size]));
    }
    return sample
        .mask()
        .map(file -> PilResize.nearest(SampleMask.read(file, sample.image()).mask(), size, size));
  }
}
