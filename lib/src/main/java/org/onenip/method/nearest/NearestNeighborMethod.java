package org.onenip.method.nearest;

import ai.djl.Device;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Collections;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.onenip.data.SampleImages;
import org.onenip.detect.Detector;
import org.onenip.detect.FeatureExtractor;
import org.onenip.detect.FeatureScale;
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
    try (var manager = NDManager.newBaseManager(backbone.device())) {
      var images = new SampleImages(context.size());
      var cache = new FeatureCache(manager, samples, images, raw, true, false, context.listener());
      var kept = new NDList();
      for (var members : FeatureCache.byClass(samples).values()) {
        int[] indices = members.stream().mapToInt(i -> i).toArray();
        try (var scratch = manager.newSubManager()) {
          var patches = // (n, C, H, W) -> (n·H·W, C)
              cache.get(scratch, indices).transpose(0, 2, 3, 1).reshape(-1, backbone.width());
          var order =
              IntStream.range(0, (int) patches.getShape().get(0))
                  .boxed()
                  .collect(Collectors.toList());
          Collections.shuffle(order, new Random(SEED));
          int[] drawn = order.stream().limit(PATCHES).mapToInt(i -> i).toArray();
          var chosen = patches.get(scratch.create(drawn));
          chosen.attach(manager);
          kept.add(chosen);
        }
      }
      var extractor = new FeatureExtractor(backbone, cache.scale(), context.size());
      return context.handOver(new NearestNeighborDetector(extractor, NDArrays.concat(kept)));
    }
  }

  @Override
  public Detector read(SavedDetector saved, Device device) {
    return NearestNeighborDetector.read(saved, device);
  }
}
