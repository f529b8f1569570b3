package org.onenip.method.onenip;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.onenip.backbone.Backbone;
import org.onenip.data.RgbImage;
import org.onenip.detect.AnomalyMap;
import org.onenip.detect.FeatureExtractor;
import org.onenip.detect.FeatureScale;
import org.onenip.detect.MapTranslator;
import org.onenip.detect.PromptChoice;
import org.onenip.detect.PromptedDetector;
import org.onenip.detect.Thresholds;
import org.onenip.engine.Lanes;
import org.onenip.engine.NativeMemory;
import org.onenip.engine.Pass;
import org.onenip.model.OneNip;

/**
 * OneNIP at work (docs/method.md §8): choose a prompt, reconstruct, refine, fuse (Eq. 9 and 10).
 *
 * <p>Letters: B images, C channels, H = W grid, S = 16 H image size.
 */
public final class OneNipDetector implements PromptedDetector {
  /** Images that a lane takes at a time, the most and the least. */
  private record LaneBatch(int least, int most) {
    /** The caller alone. */
    static final LaneBatch SINGLE = new LaneBatch(1, 8);

    /** A core: its share of a batch of 8 on two cores. */
    static final LaneBatch CORE = new LaneBatch(1, 4);

    /** Fewer would not keep a GPU busy while the next operation is on its way. */
    static final LaneBatch GPU = new LaneBatch(32, 128);
  }

  private final Model model;
  private final NDManager manager;
  private final FeatureExtractor extractor;
  private final OneNip network;
  private final PromptPool pool;
  private final DetectorBlock block;
  private final NormalMemory memory;
  private final Calibration calibration;
  private boolean owner;

  /** Without a memory. */
  public OneNipDetector(
      Backbone backbone,
      FeatureScale scale,
      OneNip network,
      List<Prompt> prompts,
      Calibration calibration) {
    this(backbone, scale, network, prompts, null, calibration);
  }

  /**
   * Puts a detector together; it owns backbone, network and memory from now on, and freezes the
   * network.
   *
   * @param network initialised, on the backbone's device
   * @param prompts none only where {@link #detect} will not be called
   * @param memory of the prompts' classes; null where there is none
   * @throws IllegalArgumentException if the network's refiner asks for a memory, and there is none
   */
  public OneNipDetector(
      Backbone backbone,
      FeatureScale scale,
      OneNip network,
      List<Prompt> prompts,
      NormalMemory memory,
      Calibration calibration) {
    if (network.config().remembers() && memory == null) {
      throw new IllegalArgumentException("the network needs a memory of normal tokens");
    }
    NativeMemory.keepFreed();
    owner = true;
    this.network = network;
    this.calibration = calibration;
    model = Model.newInstance("onenip", backbone.device());
    manager = model.getNDManager();
    var config = network.config();
    extractor = new FeatureExtractor(backbone, scale, config.grid() * 16);
    // without this a notebook's pooled thread would record a graph for every image
    network.freezeParameters(true);
    network.getParameters().values().forEach(p -> p.getArray().attach(manager));
    pool = pool(prompts);
    this.memory = memory;
    if (memory != null) {
      memory.attach(manager);
    }
    block = new DetectorBlock(extractor, network, pool, memory);
    model.setBlock(block);
  }

  private OneNipDetector(OneNipDetector other, Calibration calibration) {
    model = other.model;
    manager = other.manager;
    extractor = other.extractor;
    network = other.network;
    pool = other.pool;
    memory = other.memory;
    block = other.block;
    this.calibration = calibration;
  }

  private OneNipDetector(OneNipDetector other, List<Prompt> prompts) {
    calibration = other.calibration;
    network = other.network;
    extractor = other.extractor;
    model = Model.newInstance("onenip", other.extractor.backbone().device());
    manager = other.manager; // which closes what is made for these prompts
    pool = pool(prompts);
    memory = other.memory == null ? null : other.memory.covering(prompts, extractor, manager);
    block = new DetectorBlock(extractor, network, pool, memory);
    model.setBlock(block);
  }

  private PromptPool pool(List<Prompt> prompts) {
    var config = network.config();
    var shape = new Shape(1, config.channels(), config.grid(), config.grid());
    return new PromptPool(manager, prompts, shape, f -> network.encode(pass(), f));
  }

  /** A view of this detector with other prompts; it lasts until this one is closed. */
  public OneNipDetector with(List<Prompt> prompts) {
    return new OneNipDetector(this, prompts);
  }

  /** A view of this detector with other thresholds, κ or w; it lasts until this one is closed. */
  public OneNipDetector with(Calibration calibration) {
    return new OneNipDetector(this, calibration);
  }

  /** The same as {@link #with(Calibration)}, but in this one's place: it alone is closed. */
  OneNipDetector calibrated(Calibration calibration) {
    var successor = with(calibration);
    successor.owner = owner;
    owner = false;
    return successor;
  }

  @Override
  public int size() {
    return extractor.size();
  }

  /** The prompts, in the order of the pool. */
  public List<Prompt> prompts() {
    return pool.prompts();
  }

  /** What normal images look like, token by token; null where nothing was remembered. */
  public NormalMemory memory() {
    return memory;
  }

  /** κ, w and thresholds. */
  public Calibration calibration() {
    return calibration;
  }

  /** The network, for its attention weights. */
  public OneNip network() {
    return network;
  }

  /** How images become features. */
  public FeatureExtractor extractor() {
    return extractor;
  }

  @Override
  public Predictor<Image, AnomalyMap> newPredictor() {
    return model.newPredictor(
        new MapTranslator(
            size(),
            maps -> {
              int prompt = (int) maps.get(maps.size() - 1).getLong();
              return fuse(maps(maps.subNDList(0, maps.size() - 1), prompt));
            }));
  }

  private static Maps maps(NDList one, int prompt) {
    return new Maps(
        one.get(0).toFloatArray(),
        one.get(1).toFloatArray(),
        one.size() > 2 ? one.get(2).toFloatArray() : null,
        prompt);
  }

  /**
   * The maps of Eq. 9 before fusion.
   *
   * @param reconstruction S_rec {@code S * S}
   * @param refined S_ref in 0…1, {@code S * S}
   * @param remembered S_nn {@code S * S}, in units of what is typical of the class; null without a
   *     memory
   * @param prompt index of the image's prompt in {@link #prompts}
   */
  public record Maps(float[] reconstruction, float[] refined, float[] remembered, int prompt) {}

  /** Both maps of each image, unfused. */
  public List<Maps> maps(List<RgbImage> images, PromptChoice choice) {
    return map(images, choice, maps -> maps);
  }

  /** Makes something of both maps of each image, in the lane that has them. */
  private <T> List<T> map(List<RgbImage> images, PromptChoice choice, Function<Maps, T> finish) {
    if (!manager.isOpen()) {
      throw new IllegalStateException("the detector was closed; load it again");
    }
    var device = extractor.backbone().device();
    int lanes = Lanes.count(device);
    var batch = device.isGpu() ? LaneBatch.GPU : lanes > 1 ? LaneBatch.CORE : LaneBatch.SINGLE;
    int even = (images.size() + lanes - 1) / lanes;
    int share = Math.max(batch.least(), Math.min(batch.most(), even));
    int parts = (images.size() + share - 1) / share;
    return Lanes.map(
            device,
            parts,
            part -> {
              var maps = maps(images, choice, part * share, share).stream();
              // cores that do not compute maps
              return (device.isGpu() ? maps.parallel() : maps).map(finish).toList();
            })
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  /** Of at most {@code count} images from {@code from} on. */
  private List<Maps> maps(List<RgbImage> images, PromptChoice choice, int from, int count) {
    int to = Math.min(from + count, images.size());
    try (var scope = new NDScope();
        var scratch = manager.newSubManager()) {
      scope.suppressNotUsedWarning();
      var some = images.subList(from, to);
      var levels =
          memory == null
              ? new NDList(extractor.features(scratch, some))
              : extractor.levels(scratch, some);
      var prompts = pool.choose(levels.head(), choice, from);
      var maps = block.maps(pass(), levels, prompts);
      var indices = prompts.toLongArray();
      var whole = maps.stream().map(NDArray::toFloatArray).toList(); // a GPU is asked once a map
      return IntStream.range(0, to - from)
          .mapToObj(
              i -> new Maps(map(whole, 0, i), map(whole, 1, i), map(whole, 2, i), (int) indices[i]))
          .toList();
    }
  }

  /** The map of an image; null where there is none of that kind. */
  private float[] map(List<float[]> whole, int kind, int image) {
    int pixels = size() * size();
    return kind < whole.size()
        ? Arrays.copyOfRange(whole.get(kind), image * pixels, (image + 1) * pixels)
        : null;
  }

  /**
   * Both maps of images with prompts of the caller's own; with a memory, it knows these prompts
   * only.
   *
   * @param images {@code (B, 3, S, S)} RGB in 0…1
   * @param prompts {@code (P, 3, S, S)}; image b gets prompt b mod P
   * @return S_rec and S_ref, {@code (B, 1, S, S)} each, owned by the images' manager or the current
   *     scope
   */
  public NDList maps(NDArray images, NDArray prompts) {
    var known = block.levels(prompts);
    var encoded = network.encode(pass(), known.head());
    var levels = block.levels(images);
    NormalMemory.Nearest nearest = null;
    if (memory != null) {
      long count = prompts.getShape().get(0);
      var names =
          LongStream.range(0, images.getShape().get(0))
              .mapToObj(b -> String.valueOf(b % count))
              .toList();
      nearest =
          memory.ofImages(known.get(0), known.get(1)).nearest(levels.get(0), levels.get(1), names);
    }
    return block.maps(pass(), levels.head(), encoded, nearest).subNDList(0, 2);
  }

  /**
   * Which prompt each image gets.
   *
   * @param features {@code (B, C, H, W)}
   * @param choice the first image is the first of its classes
   * @return indices {@code (B)} in {@link #prompts}, owned by the features' manager or the current
   *     scope
   */
  public NDArray choose(NDArray features, PromptChoice choice) {
    return pool.choose(features, choice, 0);
  }

  private Pass pass() {
    return Pass.inference(manager);
  }

  @Override
  public List<AnomalyMap> detect(List<RgbImage> images, PromptChoice choice) {
    return map(images, choice, this::fuse);
  }

  /**
   * The error map that the refiner's is added to: S_rec, as published; with a memory of weight m it
   * is (1 − m) · S_rec + m · S_nn, each in units of what is typical of a normal image of the class.
   *
   * @return {@code S * S}
   */
  public float[] error(Maps maps) {
    if (maps.remembered() == null) {
      return maps.reconstruction();
    }
    var className = prompts().get(maps.prompt()).className();
    double typical = calibration.reconstructionError(className);
    double m = calibration.memoryWeight();
    var error = new float[maps.reconstruction().length];
    for (int i = 0; i < error.length; i++) {
      error[i] = (float) ((1 - m) * maps.reconstruction()[i] / typical + m * maps.remembered()[i]);
    }
    return error;
  }

  /** S = (1 − w) · S_rec + w · κ · S_ref (Eq. 10), and what follows from it. */
  AnomalyMap fuse(Maps maps) {
    double w = calibration.weight();
    var map = error(maps).clone();
    for (int i = 0; i < map.length; i++) {
      map[i] = (float) ((1 - w) * map[i] + w * calibration.kappa() * maps.refined()[i]);
    }
    var className = prompts().get(maps.prompt()).className();
    var thresholds =
        new Thresholds(
            calibration.imageThreshold(className), calibration.pixelThreshold(className));
    return AnomalyMap.of(size(), map, className, thresholds);
  }

  @Override
  public List<String> classNames() {
    return prompts().stream().map(Prompt::className).distinct().toList();
  }

  @Override
  public Optional<RgbImage> promptImage(String className) {
    return prompts().stream()
        .filter(prompt -> prompt.className().equals(className))
        .map(Prompt::image)
        .findFirst();
  }

  @Override
  public void save(Path run) {
    DetectorFile.write(run, this);
  }

  @Override
  public void close() {
    if (owner) {
      model.close();
      extractor.backbone().close();
    }
  }
}
