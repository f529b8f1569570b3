package org.onenip.method.onenip;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.Gson;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.onenip.backbone.Backbone;
import org.onenip.data.RgbImage;
import org.onenip.detect.SavedDetector;
import org.onenip.detect.TokenBank;
import org.onenip.model.OneNip;
import org.onenip.model.OneNipConfig;
import org.onenip.support.Json;
import org.onenip.weights.NetworkWeights;

/**
 * {@code model.safetensors}: the network, the scale of the features, the prompts with their images,
 * and in the metadata what puts them together. A backbone that is not embedded lies beside it.
 */
public final class DetectorFile {
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
    var config = detector.network().config();
    var prompts = detector.prompts();
    try (var scratch = NDManager.newBaseManager(Device.cpu())) {
      var arrays =
          new LinkedHashMap<>(NetworkWeights.of(detector.network(), SavedDetector.NETWORK));
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
      SavedDetector.write(
          run,
          OneNipMethod.NAME,
          detector.extractor(),
          arrays,
          Map.of("assembly", new Gson().toJson(assembly)));
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
      Assembly assembly, SavedDetector saved, Backbone backbone, NDManager manager) {
    if (assembly.memory() == null) {
      return null;
    }
    var groups = backbone.fineGroups();
    int channels = IntStream.of(groups).sum();
    var memory = new NormalMemory(saved.scale(MEMORY_MEAN, MEMORY_DEVIATION, channels), groups);
    for (int i = 0; i < assembly.memory().size(); i++) {
      var known = assembly.memory().get(i);
      memory.put(
          known.className(),
          new NormalMemory.ClassMemory(
              bank(saved, "memory." + i + ".grid", assembly.model().channels(), manager),
              bank(saved, "memory." + i + ".fine", channels, manager),
              positive(known.gridDistance()),
              positive(known.fineDistance())));
    }
    return memory;
  }

  /** What distances are divided by. */
  private static double positive(double distance) {
    if (!(distance > 0 && Double.isFinite(distance))) {
      throw new IllegalArgumentException("a typical distance of " + distance);
    }
    return distance;
  }

  private static TokenBank bank(SavedDetector saved, String name, int channels, NDManager manager) {
    var tokens = saved.array(name, manager).toType(DataType.FLOAT32, false);
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
  static OneNipDetector read(SavedDetector saved, Device device) {
    Backbone backbone = null;
    try (var scratch = NDManager.newBaseManager(device)) {
      var json = Json.object(saved.metadata("assembly"));
      if (!json.getAsJsonObject("calibration").keySet().containsAll(List.of("kappa", "weight"))) {
        throw new IllegalArgumentException("it has no κ or w"); // which would be taken as 0
      }
      var assembly = Json.record(json, Assembly.class);
      var config = assembly.model();
      backbone = saved.backbone(assembly.backbone(), assembly.neck(), device);
      saved.checkWidth(backbone, config.channels());
      var calibration = assembly.calibration().checked();
      var features = new Shape(1, config.channels(), config.grid(), config.grid());
      var network =
          NetworkWeights.create(
              () -> new OneNip(config),
              scratch,
              new Shape[] {features, features},
              saved.tensors(),
              SavedDetector.NETWORK,
              saved.file().toString());
      var scale = saved.scale(config.channels());
      var prompts = new ArrayList<Prompt>();
      for (var name : assembly.prompts()) {
        prompts.add(prompt(saved, prompts.size(), name, config));
      }
      var memory = memory(assembly, saved, backbone, scratch);
      if (config.remembers() && memory == null) {
        throw new IllegalArgumentException("its network needs a memory, which it does not hold");
      }
      return new OneNipDetector(backbone, scale, network, prompts, memory, calibration);
    } catch (RuntimeException e) {
      if (backbone != null) {
        backbone.close();
      }
      throw saved.damaged(e);
    }
  }

  private static Prompt prompt(
      SavedDetector saved, int index, String className, OneNipConfig config) {
    int side = 16 * config.grid();
    var image = saved.tensors().get("prompt." + index + ".image").bytes().duplicate();
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
        saved.floats("prompt." + index + ".features", numbers),
        signposts(saved, "prompt." + index + ".signposts", config.channels()));
  }

  private static List<float[]> signposts(SavedDetector saved, String name, int channels) {
    var tensors = saved.tensors();
    if (!tensors.containsKey(name)) {
      return List.of();
    }
    int count = (int) tensors.get(name).shape().get(0);
    var all = saved.floats(name, Math.multiplyExact(count, channels));
    return IntStream.range(0, count)
        .mapToObj(i -> Arrays.copyOfRange(all, i * channels, (i + 1) * channels))
        .toList();
  }
}
