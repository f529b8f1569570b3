package org.onenip.backbone;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.onenip.engine.Constants;
import org.onenip.engine.Lanes;
import org.onenip.support.Interruption;
import org.onenip.support.UserError;

/**
 * A frozen network with its normalisation: images in, features out.
 *
 * <p>Letters: B images, S image size, C the sum of the maps' channels.
 */
public final class Backbone implements AutoCloseable {
  /** Image pixels to a side of the finer level's cells. */
  private static final int FINE_STRIDE = 8;

  /** Side of an image by which the maps' strides are seen. */
  private static final int TRIAL = 4 * Neck.STRIDE;

  /**
   * Pixels that a CPU takes at a time: the maps of two images of side 224 are still in its cache
   * when the next layer reads them, those of eight are not.
   */
  private static final long PIXELS_AT_ONCE = 2 * 224 * 224;

  /**
   * What images are normalised with before the network sees them: (x − mean) / deviation.
   *
   * @param mean of R, G and B in 0…1
   * @param deviation of R, G and B
   */
  public record Normalization(float[] mean, float[] deviation) {
    /** The usual ImageNet statistics. */
    public static final Normalization IMAGENET =
        new Normalization(
            new float[] {0.485f, 0.456f, 0.406f}, new float[] {0.229f, 0.224f, 0.225f});

    /** Lite networks take (255 x − 127) / 128. */
    public static final Normalization LITE =
        new Normalization(
            new float[] {127 / 255f, 127 / 255f, 127 / 255f},
            new float[] {128 / 255f, 128 / 255f, 128 / 255f});
  }

  private final String name;
  private final NDManager manager;
  private final Block block;
  private final Normalization normalization;
  private final int[] channels;
  private final Neck neck;
  private final Saver saver;
  private final ParameterStore parameters;

  /** Writes into a run folder what {@link Backbones#loadSaved} needs. */
  @FunctionalInterface
  interface Saver {
    void save(Path folder);
  }

  /**
   * Wraps a network.
   *
   * @param manager owns the network's parameters; closed with this
   * @param block normalised images {@code (B, 3, S, S)} to maps
   * @param channels of each map
   * @param saver writes the network into a run folder
   */
  Backbone(
      String name,
      NDManager manager,
      Block block,
      Normalization normalization,
      int[] channels,
      Saver saver) {
    this(name, manager, block, normalization, channels, Neck.PUBLISHED, saver);
  }

  private Backbone(
      String name,
      NDManager manager,
      Block block,
      Normalization normalization,
      int[] channels,
      Neck neck,
      Saver saver) {
    this.name = name;
    this.manager = manager;
    this.block = block;
    this.normalization = normalization;
    this.channels = channels.clone();
    this.neck = neck;
    this.saver = saver;
    parameters = new ParameterStore(manager, false);
  }

  /**
   * Wraps a network of yours, to be {@linkplain Backbones#register registered}.
   *
   * @param name by which it is registered
   * @param manager owns the network's parameters, if it has any; closed with this
   * @param block normalised images {@code (B, 3, S, S)} to maps {@code (B, Cᵢ, Hᵢ, Wᵢ)}; it is only
   *     ever run for inference
   * @param normalization of the images that it was trained on
   * @param channels Cᵢ of each map
   */
  public Backbone(
      String name, NDManager manager, Block block, Normalization normalization, int... channels) {
    this(name, manager, block, normalization, channels, folder -> {});
  }

  /** The name by which {@link Backbones} loads it. */
  public String name() {
    return name;
  }

  /**
   * The same network by another name, which every run can look up: {@link #save} writes nothing.
   */
  Backbone knownAs(String name) {
    return new Backbone(name, manager, block, normalization, channels, neck, folder -> {});
  }

  /** How its maps are joined; the published way unless {@link #with} chose another. */
  public Neck neck() {
    return neck;
  }

  /** The same network with its maps joined in another way; closing one closes both. */
  public Backbone with(Neck neck) {
    return new Backbone(name, manager, block, normalization, channels, neck, saver);
  }

  /** Where it runs. */
  public Device device() {
    return manager.getDevice();
  }

  /**
   * Writes the network into a run folder, so that the run needs no other file; the embedded one is
   * not written.
   *
   * @throws UserError if it cannot be written
   */
  public void save(Path folder) {
    saver.save(folder);
  }

  /** C, after the neck. */
  public int width() {
    if (neck != Neck.MOMENTS) {
      return Arrays.stream(channels).sum();
    }
    try (var scratch = manager.newSubManager()) { // which maps are finer than the grid is seen
      return (int) features(scratch.zeros(new Shape(1, 3, TRIAL, TRIAL))).getShape().get(1);
    }
  }

  /**
   * What the channels of the finer level ({@link #levels}) are made of.
   *
   * @return the number of channels of each mean and deviation, in their order
   */
  public int[] fineGroups() {
    try (var scratch = manager.newSubManager()) {
      int side = TRIAL / FINE_STRIDE;
      var maps = maps(scratch.zeros(new Shape(1, 3, TRIAL, TRIAL)));
      return Neck.atLeastAsFine(maps, side).stream()
          .flatMap(map -> Neck.MOMENTS.resize(map, side).stream())
          .mapToInt(part -> (int) part.getShape().get(1))
          .toArray();
    }
  }

  /**
   * The feature maps of images.
   *
   * @param images {@code (B, 3, S, S)} RGB in 0…1
   * @return {@code (B, Cᵢ, Hᵢ, Wᵢ)} a map, owned by the images' manager
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public NDList maps(NDArray images) {
    var shape = new Shape(1, 3, 1, 1);
    var owner = images.getManager();
    try (var scratch = owner.newSubManager()) {
      var mean = constant(scratch, normalization.mean(), shape);
      var deviation = constant(scratch, normalization.deviation(), shape);
      var normalized = images.sub(mean).div(deviation);
      normalized.attach(scratch);
      return normalizedMaps(normalized, owner);
    }
  }

  private static NDArray constant(NDManager manager, float[] values, Shape shape) {
    return Constants.get(manager, FloatBuffer.wrap(values), () -> values, shape);
  }

  /** The maps of images {@code (B, 3, S, S)} that are normalised already. */
  NDList normalizedMaps(NDArray normalized, NDManager owner) {
    Interruption.check();
    var maps = block.forward(parameters, new NDList(normalized), false);
    maps.attach(owner);
    return maps;
  }

  /**
   * The features of images: all maps joined by the {@link Neck}.
   *
   * @param images {@code (B, 3, S, S)} RGB in 0…1, S a multiple of 16
   * @return {@code (B, C, S/16, S/16)}, owned by the images' manager
   */
  public NDArray features(NDArray images) {
    return joined(images, List.of(Neck.STRIDE)).singletonOrThrow();
  }

  /**
   * The features of images at two levels, from one pass of the network.
   *
   * @param images {@code (B, 3, S, S)} RGB in 0…1, S a multiple of 16
   * @return those of {@link #features}, and {@code (B, C', S/8, S/8)}: mean and deviation of each
   *     cell of 8 × 8 pixels, of the maps that are at least as fine; owned by the images' manager
   */
  public NDList levels(NDArray images) {
    return joined(images, List.of(Neck.STRIDE, FINE_STRIDE));
  }

  private NDList joined(NDArray images, List<Integer> strides) {
    long size = images.getShape().get(2);
    if (size % Neck.STRIDE != 0) {
      throw new IllegalArgumentException("image size %d is no multiple of 16".formatted(size));
    }
    long batch = images.getShape().get(0);
    long atOnce = atOnce(batch, size);
    int parts = (int) ((batch + atOnce - 1) / atOnce);
    var owner = images.getManager();
    Interruption.check();
    try (var scratch = owner.newSubManager()) {
      var each =
          Lanes.map(
              device(),
              parts,
              part -> {
                long from = part * atOnce;
                long to = Math.min(from + atOnce, batch);
                return joined(images, from, to, strides, scratch);
              });
      var levels = new NDList();
      for (int i = 0; i < strides.size(); i++) {
        int level = i;
        levels.add(NDArrays.concat(new NDList(each.stream().map(p -> p.get(level)).toList())));
      }
      levels.attach(owner);
      return levels;
    }
  }

  /** Images that go through the network together, so that each lane gets some. */
  private long atOnce(long batch, long size) {
    if (device().isGpu()) {
      return batch;
    }
    int lanes = Lanes.count(device());
    long share = (batch + lanes - 1) / lanes;
    return Math.min(share, Math.max(1, PIXELS_AT_ONCE / (size * size)));
  }

  private NDList joined(
      NDArray images, long from, long to, List<Integer> strides, NDManager owner) {
    try (var scratch = owner.newSubManager()) {
      var some = images.get(new NDIndex().addSliceDim(from, to));
      some.attach(scratch);
      var maps = maps(some);
      int size = (int) images.getShape().get(2);
      var levels = new NDList();
      for (int stride : strides) {
        levels.add(
            stride == Neck.STRIDE
                ? neck.join(maps, size / stride)
                : Neck.MOMENTS.join(Neck.atLeastAsFine(maps, size / stride), size / stride));
      }
      levels.attach(owner);
      return levels;
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
