package org.onenip.data;

import ai.djl.basicdataset.cv.ImageDataset;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Record;
import ai.djl.translate.TranslateException;
import ai.djl.util.Progress;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.onenip.support.Background;
import org.onenip.support.UserError;

/**
 * Samples of any data set as one of DJL's image datasets. Data: the image {@code (3, S, S)}, RGB in
 * 0…1. Labels: 1 where the image is anomalous, else 0, and the mask {@code (1, S, S)}, 1 where a
 * pixel is; the mask is left out of all where a defect has none, since DJL stacks what has one
 * shape.
 */
public final class SampleDataset extends ImageDataset {
  /** Name of the threads that read. */
  static final String READER = "samples";

  private final List<Sample> samples;
  private final SampleImages images;
  private final boolean masked;

  /**
   * Reads samples when they are asked for, in their own order.
   *
   * @param samples of one or more classes
   * @param images gives the size S, and keeps what was read
   * @param batch images a batch; the last one holds what is left
   */
  public SampleDataset(List<Sample> samples, SampleImages images, int batch) {
    super(new InOrder().setSampling(batch, false));
    this.samples = List.copyOf(samples);
    this.images = images;
    masked = samples.stream().allMatch(sample -> !sample.anomalous() || sample.mask().isPresent());
  }

  /**
   * Reads one sample.
   *
   * @throws UserError if the image or its mask cannot be used
   */
  @Override
  public Record get(NDManager manager, long index) {
    var sample = samples.get((int) index);
    var image = Images.toTensor(manager, List.of(images.image(sample))).squeeze(0);
    var labels = new NDList(manager.create(sample.anomalous() ? 1f : 0f));
    if (masked) {
      var mask = images.mask(sample).orElseThrow();
      labels.add(Images.toMaskTensor(manager, List.of(mask)).squeeze(0));
    }
    return new Record(new NDList(image), labels);
  }

  /**
   * Hands out all batches in order; the next ones are read in the background. When it returns, for
   * whatever reason, nobody reads any more, so that the manager may be closed.
   *
   * @param manager parent of each batch's manager, which closes after {@code use}
   * @throws UserError as {@link #get}
   */
  public void forEachBatch(NDManager manager, Consumer<Batch> use) {
    var readers = readers();
    try {
      for (var batch : getData(manager, readers)) {
        try (batch) {
          use.accept(batch);
        }
      }
    } catch (IOException | TranslateException e) {
      throw new IllegalStateException("reading samples throws neither", e);
    } catch (RuntimeException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof UserError known) { // DJL wraps what its background threads throw
          throw known;
        }
      }
      throw e;
    } finally {
      stop(readers);
    }
  }

  private static ExecutorService readers() {
    return Executors.newFixedThreadPool(
        Runtime.getRuntime().availableProcessors(), Background.named(READER));
  }

  /** Waits for what has begun: it writes to memory that the manager owns. */
  private static void stop(ExecutorService readers) {
    readers.shutdown();
    boolean interrupted = false;
    while (!readers.isTerminated()) {
      try {
        readers.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  protected Image getImage(long index) {
    var image = images.image(samples.get((int) index));
    return ImageFactory.getInstance().fromImage(ImageFiles.toBuffered(image));
  }

  /** S. */
  @Override
  public Optional<Integer> getImageWidth() {
    return Optional.of(images.size());
  }

  /** S. */
  @Override
  public Optional<Integer> getImageHeight() {
    return Optional.of(images.size());
  }

  @Override
  protected long availableSize() {
    return samples.size();
  }

  /** Does nothing: files are read when they are asked for. */
  @Override
  public void prepare(Progress progress) {}

  /** What DJL's datasets are configured with; nobody else needs it. */
  private static final class InOrder extends BaseBuilder<InOrder> {
    @Override
    protected InOrder self() {
      return this;
    }
  }
}
