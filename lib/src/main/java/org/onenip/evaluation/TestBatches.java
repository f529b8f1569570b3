package org.onenip.evaluation;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.onenip.data.PixelMask;
import org.onenip.data.RgbImage;
import org.onenip.data.Sample;
import org.onenip.data.SampleImages;
import org.onenip.support.Background;
import org.onenip.support.UserError;

/**
 * Test images with their masks, a batch at a time; threads in the background read a few batches
 * ahead. A batch is so many samples, whether they can be read or not.
 */
public final class TestBatches implements Iterator<TestBatch>, AutoCloseable {
  private static final int BATCH = 16;
  private static final int AHEAD = 2 * BATCH;

  private final List<Sample> samples;
  private final int size;
  private final Background<Read> reading = new Background<>("read", AHEAD);
  private int begun;
  private int taken;

  /** One sample; without an image where there is a reason. */
  private record Read(Sample sample, RgbImage image, Optional<PixelMask> mask, String unreadable) {}

  /**
   * Reads samples in their order.
   *
   * @param size S, of images and masks
   */
  public TestBatches(List<Sample> samples, int size) {
    this.samples = samples;
    this.size = size;
  }

  @Override
  public boolean hasNext() {
    return taken < samples.size();
  }

  @Override
  public TestBatch next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    for (; begun < samples.size() && !reading.full(); begun++) {
      var sample = samples.get(begun);
      reading.begin(() -> read(sample));
    }
    int end = Math.min(taken + BATCH, samples.size());
    var batch =
        new TestBatch(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (; taken < end; taken++) {
      var read = reading.next();
      if (read.unreadable() != null) {
        batch.skipped().add(new SkippedImage(read.sample().image(), read.unreadable()));
      } else {
        batch.samples().add(read.sample());
        batch.images().add(read.image());
        batch.masks().add(read.mask());
      }
    }
    return batch;
  }

  private Read read(Sample sample) {
    var files = new SampleImages(size);
    try {
      return new Read(sample, files.image(sample), files.mask(sample), null);
    } catch (UserError e) {
      return new Read(sample, null, Optional.empty(), e.getMessage());
    }
  }

  @Override
  public void close() {
    reading.close();
  }
}
