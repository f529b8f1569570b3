package org.onenip.method.nearest;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import java.util.Collections;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.onenip.data.SampleImages;
import org.onenip.detect.Detector;
import org.onenip.detect.FeatureExtractor;
import org.onenip.detect.FeatureScale;
import org.onenip.detect.LearnedDetector;
import org.onenip.detect.SavedDetector;
import org.onenip.training.FeatureCache;
import org.onenip.training.MethodSpec;
import org.onenip.training.NoSettings;
import org.onenip.training.Preset;
import org.onenip.training.TrainingContext;
import org.onenip.training.TrainingSize;

/**
 * The plain baseline: keeps patches of the training normals' features, the same that OneNIP
 * reconstructs, and learns nothing. A trained model should do better.
 */
public final class NearestNeighborMethod implements MethodSpec<NoSettings> {
  /** Its name. */
  public static final String NAME = "nearest";

  /** Of each class, drawn by chance. */
  private static final int PATCHES = 4000;

  private static final long SEED = 133;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public NoSettings settings(Preset preset, TrainingSize data) {
    return new NoSettings();
  }

  @Override
  public Detector train(TrainingContext context, NoSettings settings) {
    var backbone = context.backbone();
    var samples = context.set().train();
    var raw = new FeatureExtractor(backbone, FeatureScale.none(backbone.width()), context.size());
    var images = new SampleImages(context.size());
    try (var cache = new FeatureCache(samples, images, raw, true, false, context.listener())) {
      var bank = NDArrays.concat(cache.ofEachClass(NearestNeighborMethod::some));
      var extractor = new FeatureExtractor(backbone, cache.scale(), context.size());
      return context.handOver(new LearnedDetector<>(NAME, extractor, new PatchBank(bank)));
    }
  }

  /** {@link #PATCHES} of a class's patches at the most: (n, C, H, W) -> (m, C). */
  private static NDArray some(NDArray features) {
    var patches = features.transpose(0, 2, 3, 1).reshape(-1, features.getShape().get(1));
    var order =
        IntStream.range(0, (int) patches.getShape().get(0)).boxed().collect(Collectors.toList());
    Collections.shuffle(order, new Random(SEED));
    int[] drawn = order.stream().limit(PATCHES).mapToInt(i -> i).toArray();
    return patches.get(features.getManager().create(drawn));
  }

  @Override
  public Detector read(SavedDetector saved, Device device) {
    return LearnedDetector.read(saved, device, PatchBank.class);
  }
}
