package org.onenip.inference;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.onenip.Json;
import org.onenip.UserError;
import org.onenip.backbone.Backbone;
import org.onenip.backbone.Backbones;
import org.onenip.backbone.Safetensors;
import org.onenip.backbone.TensorData;
import org.onenip.data.RgbImage;
import org.onenip.model.FeatureScale;
import org.onenip.model.OneNip;
import org.onenip.model.OneNipConfig;

/**
 * {@code model.safetensors}: the network, the scale of the features, the prompts with their images,
 * and in the metadata what puts them together. A backbone that is not embedded lies beside it.
 */
final class DetectorFile {
  /** The file that every method's detector is saved in; its metadata names the method. */
  static final String NAME = "model.safetensors";

  static final String METHOD = "onenip";

  /** Before the names of a network's parameters. */
  static final String NETWORK = "network.";

  /** Name of the scale's deviations, one a channel. */
  static final String DEVIATION = "scale.deviation";

  private static final String MEAN = "scale.mean";
  private static final String MEMORY_MEAN = "memory.scale.mean";
  private static final String MEMORY_DEVIATION = "memory.scale.deviation";

  /** What the metadata holds, as JSON. */
  private record Assembly(
      String backbone,
      String neck,
      OneNipConfig model,
      Calibration calibration,
      List<String> prompts,
      List<Remembered> memory) {}

  /** A class of the memory; its tokens are stored by its place in the list. */
  private record Remembered(String className, double gridDistance, double fineDistance) {}

  private DetectorFile() {}

  static void write(Path run, OneNipDetector detector) {
    detector.extractor().backbone().save(run);
    var config = detector.network().config();
    var prompts = detector.prompts();
    try (var scratch = NDManager.newBaseManager(Device.cpu())) {
      var arrays = new LinkedHashMap<>(NetworkWeights.of(detector.network(), NETWORK));
      arrays.putAll(arrays(detector.extractor().scale(), scratch));
      for (int i = 0; i < prompts.size(); i++) {
        arrays.put("prompt." + i + ".features", scratch.create(prompts.get(i).features()));
        arrays.put("prompt." + i + ".image", pixels(scratch, prompts.get(i).image()));
        var signposts = prompts.get(i).signposts();
        if (!signposts.isEmpty()) {
          arrays.put(
              "prompt." + i + ".signposts", scratch.create(signposts.toArray(float[][]::new)));
        }
      }
      var assembly =
          new Assembly(
              detector.extractor().backbone().name(),
              detector.extractor().backbone().neck().toString(),
              config,
              detector.calibration(),
              prompts.stream().map(Prompt::className).toList(),
              remembered(detector.memory(), arrays, scratch));
      Safetensors.write(
          run.resolve(NAME),
          arrays,
          Map.of("method", METHOD, "assembly", new Gson().toJson(assembly)));
    }
  }

  private static List<Remembered> remembered(
      NormalMemory memory, Map<String, NDArray> arrays, NDManager scratch) {
    if (memory == null) {
      return null;
    }
    arrays.put(MEMORY_MEAN, scratch.create(memory.fineScale().mean()));
    arrays.put(MEMORY_DEVIATION, scratch.create(memory.fineScale().deviation()));
    var classes = new ArrayList<Remembered>();
    memory
        .classes()
        .forEach(
            (name, tokens) -> {
              var prefix = "memory." + classes.size();
              arrays.put(prefix + ".grid", half(tokens.grid(), scratch));
              arrays.put(prefix + ".fine", half(tokens.fine(), scratch));
              classes.add(new Remembered(name, tokens.gridDistance(), tokens.fineDistance()));
            });
    return classes;
  }

  /** Exactly what a bank holds: its tokens were rounded when they were chosen. */
  private static NDArray half(TokenBank bank, NDManager scratch) {
    var half = bank.tokens().toType(DataType.FLOAT16, false);
    half.attach(scratch);
    return half;
  }

  private static NormalMemory memory(
      Assembly assembly, Map<String, TensorData> tensors, Backbone backbone, NDManager manager) {
    if (assembly.memory() == null) {
      return null;
    }
    var groups = backbone.fineGroups();
    int channels = IntStream.of(groups).sum();
    var memory =
        new NormalMemory(
            new FeatureScale(
                floats(tensors, MEMORY_MEAN, channels),
                floats(tensors, MEMORY_DEVIATION, channels)),
            groups);
    for (int i = 0; i < assembly.memory().size(); i++) {
      var known = assembly.memory().get(i);
      memory.put(
          known.className(),
          new NormalMemory.ClassMemory(
              bank(tensors, "memory." + i + ".grid", assembly.model().channels(), manager),
              bank(tensors, "memory." + i + ".fine", channels, manager),
              known.gridDistance(),
              known.fineDistance()));
    }
    return memory;
  }

  private static TokenBank bank(
      Map<String, TensorData> tensors, String name, int channels, NDManager manager) {
    var tokens = tensors.get(name).toArray(manager).toType(DataType.FLOAT32, false);
    var shape = tokens.getShape();
    if (shape.dimension() != 2 || shape.get(0) < 1 || shape.get(1) != channels) {
      throw new IllegalArgumentException("%s is %s".formatted(name, shape));
    }
    return new TokenBank(tokens, manager.zeros(new Shape(shape.get(0))));
  }

  private static NDArray pixels(NDManager manager, RgbImage image) {
    var shape = new Shape(image.height(), image.width(), 3);
    return manager.create(ByteBuffer.wrap(image.rgb()), shape, DataType.UINT8);
  }

  /** Puts together what {@link #write} took apart. */
  static OneNipDetector read(Safetensors saved, Path run, Device device) {
    var file = run.resolve(NAME);
    Backbone backbone = null;
    try (var scratch = NDManager.newBaseManager(device)) {
      var assembly = Json.record(Json.object(saved.metadata().get("assembly")), Assembly.class);
      var config = assembly.model();
      backbone = Backbones.loadSaved(assembly.backbone(), run, device, assembly.neck());
      var features = new Shape(1, config.channels(), config.grid(), config.grid());
      var network = new OneNip(config);
      network.initialize(scratch, DataType.FLOAT32, features, features);
      NetworkWeights.load(network, saved.tensors(), NETWORK, file.toString());
      var scale = scale(saved.tensors(), config.channels());
      var prompts = new ArrayList<Prompt>();
      for (var name : assembly.prompts()) {
        prompts.add(prompt(saved.tensors(), prompts.size(), name, config));
      }
      var memory = memory(assembly, saved.tensors(), backbone, scratch);
      if (config.remembers() && memory == null) {
        throw new IllegalArgumentException("its network needs a memory, which it does not hold");
      }
      return new OneNipDetector(backbone, scale, network, prompts, memory, assembly.calibration());
    } catch (JsonParseException | IllegalArgumentException | NullPointerException e) {
      if (backbone != null) {
        backbone.close();
      }
      throw damaged(file, e);
    }
  }

  private static Prompt prompt(
      Map<String, TensorData> tensors, int index, String className, OneNipConfig config) {
    int side = 16 * config.grid();
    var image = tensors.get("prompt." + index + ".image").bytes().duplicate();
    var rgb = new byte[3 * side * side];
    if (image.remaining() != rgb.length) {
      throw new IllegalArgumentException(
          "prompt %d is no %d×%d image".formatted(index, side, side));
    }
    image.get(rgb);
    int numbers = config.channels() * config.grid() * config.grid();
    return new Prompt(
        className,
        new RgbImage(side, side, rgb),
        floats(tensors, "prompt." + index + ".features", numbers),
        signposts(tensors, "prompt." + index + ".signposts", config.channels()));
  }

  private static List<float[]> signposts(
      Map<String, TensorData> tensors, String name, int channels) {
    if (!tensors.containsKey(name)) {
      return List.of();
    }
    int count = (int) tensors.get(name).shape().get(0);
    var all = floats(tensors, name, Math.multiplyExact(count, channels));
    return IntStream.range(0, count)
        .mapToObj(i -> Arrays.copyOfRange(all, i * channels, (i + 1) * channels))
        .toList();
  }

  /** The scale's arrays, to be written; {@code manager} owns them. */
  static Map<String, NDArray> arrays(FeatureScale scale, NDManager manager) {
    var arrays = new LinkedHashMap<String, NDArray>();
    arrays.put(MEAN, manager.create(scale.mean()));
    arrays.put(DEVIATION, manager.create(scale.deviation()));
    return arrays;
  }

  /** The scale that was written. */
  static FeatureScale scale(Map<String, TensorData> tensors, int channels) {
    return new FeatureScale(floats(tensors, MEAN, channels), floats(tensors, DEVIATION, channels));
  }

  /** A detector's file that cannot be put together. */
  static UserError damaged(Path file, RuntimeException cause) {
    return new UserError(
        "%s is no intact detector (%s); train or import it again."
            .formatted(file, cause.getMessage()),
        cause);
  }

  /** Exactly {@code count} numbers of a file. */
  private static float[] floats(Map<String, TensorData> tensors, String name, int count) {
    var values = new float[count];
    var bytes = tensors.get(name).bytes().duplicate().order(java.nio.ByteOrder.LITTLE_ENDIAN);
    if (bytes.remaining() != 4 * count) {
      throw new IllegalArgumentException("%s has not %d numbers".formatted(name, count));
    }
    bytes.asFloatBuffer().get(values);
    return values;
  }
}
