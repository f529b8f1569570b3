package org.onenip.notebook;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import ai.djl.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.onenip.backbone.Backbone;
import org.onenip.backbone.Backbones;
import org.onenip.data.ImageFiles;
import org.onenip.data.ImageSet;
import org.onenip.data.MvtecFolder;
import org.onenip.data.RgbImage;
import org.onenip.data.Sample;
import org.onenip.demo.GeneratedData;
import org.onenip.method.Detectors;
import org.onenip.method.onenip.OneNipDetector;
import org.onenip.support.UserError;

/**
 * What the notebooks share: the pictures of the generated products, drawn once a machine, the
 * detector that was trained on them, and the embedded backbone.
 */
public final class Workshop {
  /** The demo's: what {@code onenip demo} drew is not drawn again. */
  private static final long SEED = 133;

  /** A file that the project's folder has, and no other. */
  private static final String PROJECT = "notebooks/requirements.txt";

  private Workshop() {}

  /** Where files go: {@code runs/} of the project, from whichever of its folders it is run. */
  public static Path runs() {
    return runs(Path.of(""));
  }

  /** The same, from a folder: of the first folder at or above it that holds the notebooks. */
  static Path runs(Path folder) {
    var start = folder.toAbsolutePath();
    for (var at = start; at != null; at = at.getParent()) {
      if (Files.exists(at.resolve(PROJECT))) {
        return folder.resolve(start.relativize(at)).resolve("runs");
      }
    }
    return folder.resolve("runs");
  }

  /**
   * The generated products, all classes or some; the first call on a machine draws them, in about
   * ten seconds.
   *
   * @throws UserError if the folder cannot be written, or a class is unknown
   */
  public static ImageSet products(String... classes) {
    var folder = runs().resolve("demo").resolve("products");
    if (!Files.exists(folder)) {
      System.out.println("Drawing the products' pictures once; this takes about ten seconds.");
    }
    GeneratedData.write(folder, SEED, GeneratedData.Amounts.defaults());
    return MvtecFolder.scan(folder, List.of(classes));
  }

  /**
   * The embedded detector, trained on the products by the demo's recipe with a quarter of its
   * memory, for images of 160 pixels.
   */
  public static OneNipDetector detector() {
    return Detectors.embedded(Device.cpu());
  }

  /** The embedded EfficientNet-Lite2. */
  public static Backbone backbone() {
    return Backbones.load(Backbones.DEFAULT, Device.cpu());
  }

  /**
   * One test image of a class.
   *
   * @param kind {@code good} or a kind of defect
   * @param index among the images of this kind, from 0
   * @throws UserError if there is none
   */
  public static Sample test(ImageSet set, String className, String kind, int index) {
    return pick(set.test(), className, kind, index);
  }

  /**
   * One normal training image of a class.
   *
   * @throws UserError if there is none
   */
  public static Sample train(ImageSet set, String className, int index) {
    return pick(set.train(), className, Sample.GOOD, index);
  }

  private static Sample pick(Collection<Sample> samples, String className, String kind, int index) {
    return samples.stream()
        .filter(sample -> sample.className().equals(className) && sample.kind().equals(kind))
        .skip(index)
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    "There is no image %d of %s/%s; there are, counted from 0: %s."
                        .formatted(index, className, kind, counts(samples, className))));
  }

  /** How many images there are of each kind of a class, or of each class if it is unknown. */
  private static String counts(Collection<Sample> samples, String className) {
    boolean known = samples.stream().anyMatch(s -> s.className().equals(className));
    return samples.stream()
        .filter(s -> !known || s.className().equals(className))
        .collect(groupingBy(s -> known ? s.kind() : s.className(), TreeMap::new, counting()))
        .entrySet()
        .stream()
        .map(group -> group.getValue() + " of " + group.getKey())
        .collect(joining(", "));
  }

  /** The picture of a sample. */
  public static RgbImage image(Sample sample) {
    return ImageFiles.read(sample.image());
  }
}
