package org.onenip.bench;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import org.onenip.backbone.Backbones;
import org.onenip.data.Images;
import org.onenip.data.RgbImage;
import org.onenip.engine.ParameterNames;
import org.onenip.engine.Tensors;
import org.onenip.method.onenip.Objective;
import org.onenip.method.onenip.OneNipCriterion;
import org.onenip.method.onenip.OneNipSettings;
import org.onenip.method.onenip.OneNipTraining;
import org.onenip.model.Decoders;
import org.onenip.model.OneNip;
import org.onenip.model.OneNipConfig;

/**
 * The same computations on a CPU and on another device, and how far they come apart. Needs no file:
 * networks start from a seed, which gives the same start everywhere, and see drawn features.
 */
public final class DeviceParity {
  private static final int SIZE = 224;
  private static final int GRID = SIZE / 16;
  private static final int BATCH = 2;
  private static final int STEPS = 20;
  private static final int CHANNELS = 272;

  private final Device device;
  private final BiConsumer<Integer, String> progress;
  private int done;

  /**
   * What was compared.
   *
   * @param what in words
   * @param difference ‖ours − theirs‖ / ‖theirs‖, theirs being the CPU's
   */
  public record Line(String what, double difference) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%-48s %9.1e%n", what, difference);
    }
  }

  /**
   * Prepares.
   *
   * @param device to be compared with the CPU
   * @param progress hears of the number of parts done, and what is done now
   */
  public DeviceParity(Device device, BiConsumer<Integer, String> progress) {
    this.device = device;
    this.progress = progress;
  }

  /** Number of parts that {@link #run} does. */
  public static int parts() {
    return 2 + Decoders.names().size();
  }

  /** Compares everything. */
  public List<Line> run() {
    var lines = new ArrayList<Line>();
    for (var name : List.of("lite2", "b4")) {
      lines.add(backbone(name));
    }
    for (var decoder : Decoders.names()) {
      lines.addAll(network(decoder));
    }
    return lines;
  }

  private Line backbone(String name) {
    progress.accept(done++, "backbone " + name);
    return new Line(
        "features of " + name, difference(features(name, device), features(name, Device.cpu())));
  }

  private static float[] features(String name, Device device) {
    var random = new Random(1);
    var images = new ArrayList<RgbImage>();
    for (int i = 0; i < BATCH; i++) {
      images.add(InferenceWork.image(random, SIZE));
    }
    try (var backbone =
            Backbones.atHand(name) ? Backbones.load(name, device) : Backbones.random(name, device);
        var manager = NDManager.newBaseManager(device)) {
      return backbone.features(Images.toTensor(manager, images)).toFloatArray();
    }
  }

  private List<Line> network(String decoder) {
    progress.accept(done++, decoder + " decoder");
    var ours = figures(decoder, device);
    var theirs = figures(decoder, Device.cpu());
    var lines = new ArrayList<Line>();
    theirs.forEach(
        (what, values) ->
            lines.add(new Line(decoder + ": " + what, difference(ours.get(what), values))));
    return lines;
  }

  /** Outputs, gradients and the losses of a few steps, without what is drawn by chance. */
  private static Map<String, float[]> figures(String decoder, Device device) {
    var model =
        OneNipConfig.paper(CHANNELS, GRID).withDecoder(decoder).withDropout(0).withJitter(0);
    var figures = new LinkedHashMap<String, float[]>();
    try (var manager = NDManager.newBaseManager(device);
        var scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      var batch = batch(manager);
      once(manager, model, batch, figures);
      figures.put("losses of %d steps".formatted(STEPS), losses(manager, model, batch));
    }
    return figures;
  }

  private static void once(
      NDManager manager,
      OneNipConfig model,
      OneNipCriterion.Batch batch,
      Map<String, float[]> figures) {
    Engine.getInstance().setRandomSeed(1);
    var network = new OneNip(model);
    var features = new Shape(1, CHANNELS, GRID, GRID);
    network.initialize(manager, DataType.FLOAT32, features, features);
    var parameters = new ParameterStore(manager, false);
    var out = network.forward(parameters, new NDList(batch.normal(), batch.prompt()), false);
    figures.put("reconstruction", out.get(0).toFloatArray());
    figures.put("refiner's logits", out.get(1).toFloatArray());
    try (var gradients = Engine.getInstance().newGradientCollector()) {
      var loss = new OneNipCriterion(Objective.published()).of(network, parameters, batch);
      gradients.backward(loss.total());
    }
    var all =
        ParameterNames.of(network).values().stream()
            .filter(Parameter::requiresGradient)
            .map(parameter -> parameter.getArray().getGradient().flatten())
            .toList();
    figures.put("gradients", NDArrays.concat(new NDList(all)).toFloatArray());
  }

  private static float[] losses(
      NDManager manager, OneNipConfig model, OneNipCriterion.Batch batch) {
    var settings = OneNipSettings.paper(CHANNELS, GRID, 1000).withBatch(BATCH).withModel(model);
    var losses = new float[STEPS];
    try (var training = OneNipTraining.begin(manager, settings)) {
      for (int step = 0; step < STEPS; step++) {
        losses[step] = (float) training.trainer().step(batch, 0).loss();
      }
    }
    return losses;
  }

  private static OneNipCriterion.Batch batch(NDManager manager) {
    var random = new Random(2);
    var masks = new float[2 * BATCH * SIZE * SIZE];
    Arrays.fill(masks, masks.length / 2, masks.length / 2 + 20 * SIZE, 1); // of pseudo anomalies
    return new OneNipCriterion.Batch(
        features(manager, random),
        features(manager, random),
        features(manager, random),
        Tensors.create(manager, masks, new Shape(2L * BATCH, 1, SIZE, SIZE)));
  }

  private static NDArray features(NDManager manager, Random random) {
    var shape = new Shape(BATCH, CHANNELS, GRID, GRID);
    var values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensors.create(manager, values, shape);
  }

  private static double difference(float[] ours, float[] theirs) {
    double apart = 0;
    double size = 0;
    for (int i = 0; i < theirs.length; i++) {
      apart += Math.pow(ours[i] - theirs[i], 2);
      size += Math.pow(theirs[i], 2);
    }
    return Math.sqrt(apart / size);
  }
}
