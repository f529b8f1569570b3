package org.onenip.training;

import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Collections;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.onenip.backbone.Backbone;
import org.onenip.data.ImageSet;
import org.onenip.data.SampleImages;
import org.onenip.inference.Detector;
import org.onenip.inference.FeatureExtractor;
import org.onenip.inference.NearestNeighborDetector;
import org.onenip.model.FeatureScale;

/**
 * The plain yardstick: keeps patches of the training normals' features, the same that OneNIP
 * reconstructs, and learns nothing. A trained model should do better.
 *
 * @param backbone frozen; the detector will own it
 * @param size S
 * @param patchesPerClass patches of each class, drawn by chance
 * @param seed of the draw
 */
public record NearestNeighborMethod(Backbone backbone, int size, int patchesPerClass, long seed)
    implements AnomalyMethod {
  private static final int USUAL_PATCHES = 4000;
  private static final long USUAL_SEED = 133;

  /** With 4,000 patches of each class. */
  public NearestNeighborMethod(Backbone backbone, int size) {
    this(backbone, size, USUAL_PATCHES, USUAL_SEED);
  }

  @Override
  public Detector train(ImageSet set, RunFolder run, TrainingListener listener) {
    var images = new SampleImages(size);
    var raw = new FeatureExtractor(backbone, FeatureScale.none(backbone.width()), size);
    try (var manager = NDManager.newBaseManager(backbone.device())) {
      var cache = new FeatureCache(manager, set.train(), images, raw, true, false, listener);
      var classes =
          IntStream.range(0, set.train().size())
              .boxed()
              .collect(
                  Collectors.groupingBy(
                      i -> set.train().get(i).className(), TreeMap::new, Collectors.toList()));
      var kept = new NDList();
      for (var members : classes.values()) {
        int[] indices = members.stream().mapToInt(i -> i).toArray();
        try (var scratch = manager.newSubManager()) {
          var patches = // (n, C, H, W) -> (n·H·W, C)
              cache.get(scratch, indices).transpose(0, 2, 3, 1).reshape(-1, backbone.width());
          var order =
              IntStream.range(0, (int) patches.getShape().get(0))
                  .boxed()
                  .collect(Collectors.toList());
          Collections.shuffle(order, new Random(seed));
          int[] drawn = order.stream().limit(patchesPerClass).mapToInt(i -> i).toArray();
          var chosen = patches.get(scratch.create(drawn));
          chosen.attach(manager);
          kept.add(chosen);
        }
      }
      var extractor = new FeatureExtractor(backbone, cache.scale(), size);
      return new NearestNeighborDetector(extractor, NDArrays.concat(kept));
    }
  }
}
