package org.onenip.data;

import ai.djl.Device;
import ai.djl.basicdataset.BasicDatasets;
import ai.djl.basicdataset.cv.classification.Cifar10;
import ai.djl.basicdataset.cv.classification.Mnist;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.repository.Repository;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Dataset.Usage;
import ai.djl.translate.TranslateException;
import ai.djl.util.Progress;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.onenip.support.UserError;

/**
 * CIFAR-10 and MNIST of DJL's {@code basicdataset}, in UniAD's protocol: some of the ten labels are
 * normal, all as one class; trained on their training images, tested on the whole test set, where
 * the other labels are the kinds of anomaly. There are no masks, so only images are measured. The
 * splits of UniAD's paper are 01234, 56789, 02468 and 13579.
 */
public final class LabelledImages implements Layout {
  private static final int BATCH = 500;

  /** Ten kinds of things in 32 × 32 colour pixels. */
  public static final LabelledImages CIFAR10 =
      new LabelledImages(
          "cifar10",
          List.of(
              "airplane",
              "automobile",
              "bird",
              "cat",
              "deer",
              "dog",
              "frog",
              "horse",
              "ship",
              "truck"),
          (manager, repository, usage) ->
              Cifar10.builder()
                  .optManager(manager)
                  .optRepository(repository)
                  .optUsage(usage)
                  .setSampling(BATCH, false)
                  .build());

  /** Ten handwritten digits in 28 × 28 grey pixels. */
  public static final LabelledImages MNIST =
      new LabelledImages(
          "mnist",
          IntStream.range(0, 10).mapToObj(Integer::toString).toList(),
          (manager, repository, usage) ->
              Mnist.builder()
                  .optManager(manager)
                  .optRepository(repository)
                  .optUsage(usage)
                  .setSampling(BATCH, false)
                  .build());

  private final String name;
  private final List<String> labels;
  private final Opener opener;

  /** DJL's dataset, not yet prepared. */
  private interface Opener {
    ArrayDataset open(NDManager manager, Repository repository, Usage usage);
  }

  private LabelledImages(String name, List<String> labels, Opener opener) {
    this.name = name;
    this.labels = labels;
    this.opener = opener;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return "fetched once; the labels named are normal, the others anomalous (UniAD's protocol)";
  }

  @Override
  public String example() {
    return "--data %s:01234".formatted(name);
  }

  @Override
  public Listing list(String normal, Progress progress) {
    return list(normal, BasicDatasets.REPOSITORY, PictureCache.usual(), progress);
  }

  /**
   * Lists the images of the protocol; fetches and writes them first where they are missing.
   *
   * @param normal digits of the normal labels
   * @param repository DJL's, or another of its form
   */
  Listing list(String normal, Repository repository, PictureCache cache, Progress progress) {
    boolean sound =
        normal.matches("[0-9]{1,9}") && normal.chars().distinct().count() == normal.length();
    if (!sound) {
      throw new UserError(
          "\"%s:%s\" does not say which labels are normal; name one to nine digits, as in %s:01234."
              .formatted(name, normal, name));
    }
    var folder = cache.of(name, labels, (split, sink) -> read(split, repository, progress, sink));
    var title = name + "-" + normal;
    var train = new ArrayList<Sample>();
    var test = new ArrayList<Sample>();
    for (int i = 0; i < labels.size(); i++) {
      boolean good = normal.indexOf('0' + i) >= 0;
      var kind = good ? Sample.GOOD : labels.get(i);
      if (good) {
        add(folder.resolve("train").resolve(labels.get(i)), title, kind, train);
      }
      add(folder.resolve("test").resolve(labels.get(i)), title, kind, test);
    }
    var places = new TreeMap<String, Path>();
    places.put(title, folder.resolve("train"));
    var images = new ImageSet(title, folder, List.copyOf(train), List.copyOf(test), Map.of());
    return new Listing(name, places, List.of(), List.of(), images);
  }

  private static void add(Path folder, String title, String kind, List<Sample> samples) {
    PictureFolder.list(folder)
        .forEach(file -> samples.add(new Sample(file, title, kind, Optional.empty())));
  }

  private void read(String split, Repository repository, Progress progress, PictureCache.Sink sink)
      throws IOException {
    try (var manager = NDManager.newBaseManager(Device.cpu())) {
      var usage = split.equals("train") ? Usage.TRAIN : Usage.TEST;
      var dataset = opener.open(manager, repository, usage);
      dataset.prepare(progress);
      progress.reset(name + " " + split, dataset.size());
      for (var batch : dataset.getData(manager)) {
        try (batch) {
          var pictures = batch.getData().head();
          var shape = pictures.getShape(); // (B, C, H, W)
          var values = pictures.toFloatArray(); // 0 … 1
          var numbers = batch.getLabels().head().toType(DataType.INT32, false).toIntArray();
          for (int i = 0; i < numbers.length; i++) {
            var picture =
                picture(values, i, (int) shape.get(1), (int) shape.get(2), (int) shape.get(3));
            sink.add(picture, labels.get(numbers[i]));
          }
          progress.increment(numbers.length);
        }
      }
      progress.end();
    } catch (TranslateException e) {
      throw new IOException(e);
    }
  }

  private static BufferedImage picture(
      float[] values, int index, int channels, int height, int width) {
    var picture =
        new BufferedImage(
            width,
            height,
            channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
    var raster = picture.getRaster();
    int at = index * channels * height * width;
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          raster.setSample(x, y, c, Math.round(255 * values[at++]));
        }
      }
    }
    return picture;
  }
}
