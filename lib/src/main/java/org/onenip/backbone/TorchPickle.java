package org.onenip.backbone;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;

/**
 * Unpickles what {@code torch.save} wrote and nothing else. Every class that the pickle names is
 * looked up here, never in the library's registry: tensors are described, well-known containers of
 * settings become inert placeholders, and any other class is refused before anything is made of it.
 */
final class TorchPickle extends Unpickler {
  /** A class that the pickle names and that is not on the allow-list. */
  static final class Forbidden extends PickleException {
    private static final long serialVersionUID = 1L;

    Forbidden(String name) {
      super(name);
    }
  }

  /** The kinds of storage, by the name of their class; bfloat16 has no DJL type. */
  enum StorageType {
    FloatStorage(DataType.FLOAT32, 4),
    DoubleStorage(DataType.FLOAT64, 8),
    HalfStorage(DataType.FLOAT16, 2),
    BFloat16Storage(null, 2),
    LongStorage(DataType.INT64, 8),
    IntStorage(DataType.INT32, 4),
    ShortStorage(DataType.INT16, 2),
    CharStorage(DataType.INT8, 1),
    ByteStorage(DataType.UINT8, 1),
    BoolStorage(DataType.BOOLEAN, 1);

    final DataType type;
    final int size;

    StorageType(DataType type, int size) {
      this.type = type;
      this.size = size;
    }
  }

  /** A storage that lies elsewhere in the file. */
  record Storage(StorageType type, String key, long count) {}

  /** A tensor: a view into a storage, in numbers, not bytes. */
  record View(Storage storage, long offset, long[] shape, long[] strides) {}

  /** Stands for an object that nobody needs. */
  private static final Object INERT = new Object();

  private static final Set<String> INERT_PACKAGES =
      Set.of(
          "numpy", "easydict", "argparse", "yacs", "omegaconf", "pathlib", "collections", "torch");

  private static final Set<String> INERT_NAMES =
      Set.of(
          "_codecs.encode",
          "builtins.set",
          "builtins.dict",
          "builtins.list",
          "builtins.int",
          "builtins.float",
          "__builtin__.set",
          "__builtin__.object",
          "builtins.object",
          "copyreg._reconstructor",
          "copy_reg._reconstructor");

  @Override
  protected Object dispatch(short key) throws PickleException, IOException {
    switch (key) {
      case Opcodes.GLOBAL -> {
        var module = PickleUtils.readline(input);
        stack.add(constructor(module, PickleUtils.readline(input)));
      }
      case Opcodes.STACK_GLOBAL -> {
        var name = String.valueOf(stack.pop());
        stack.add(constructor(String.valueOf(stack.pop()), name));
      }
      case Opcodes.INST, Opcodes.OBJ -> throw new Forbidden("an old-style class");
      case Opcodes.BUILD -> stack.pop(); // the state of a placeholder
      case Opcodes.NEWOBJ -> load();
      default -> {
        return super.dispatch(key);
      }
    }
    return NO_RETURN_VALUE;
  }

  private void load() {
    var arguments = (Object[]) stack.pop();
    stack.add(((IObjectConstructor) stack.pop()).construct(arguments));
  }

  private static IObjectConstructor constructor(String module, String name) {
    var full = module + "." + name;
    if (module.equals("torch") || module.startsWith("torch.storage")) {
      for (var type : StorageType.values()) {
        if (type.name().equals(name)) {
          return new Named(type);
        }
      }
    }
    return switch (full) {
      case "collections.OrderedDict", "easydict.EasyDict" -> TorchPickle::dictionary;
      case "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_tensor" -> TorchPickle::view;
      case "torch._utils._rebuild_parameter" -> arguments -> arguments[0];
      default -> {
        if (INERT_NAMES.contains(full) || INERT_PACKAGES.contains(module.split("\\.")[0])) {
          yield arguments -> INERT;
        }
        throw new Forbidden(full);
      }
    };
  }

  /** A storage's class: it is named in persistent ids and never called. */
  private record Named(StorageType type) implements IObjectConstructor {
    @Override
    public Object construct(Object[] arguments) {
      return INERT;
    }
  }

  private static Object dictionary(Object[] arguments) {
    var map = new LinkedHashMap<Object, Object>();
    if (arguments.length > 0 && arguments[0] instanceof List<?> pairs) {
      for (var pair : pairs) {
        var entry = pair instanceof List<?> list ? list.toArray() : (Object[]) pair;
        map.put(entry[0], entry[1]);
      }
    } else if (arguments.length > 0 && arguments[0] instanceof Map<?, ?> other) {
      map.putAll(other);
    }
    return map;
  }

  private static Object view(Object[] arguments) {
    return new View(
        (Storage) arguments[0],
        ((Number) arguments[1]).longValue(),
        longs(arguments[2]),
        longs(arguments[3]));
  }

  private static long[] longs(Object tuple) {
    var numbers = (Object[]) tuple;
    var values = new long[numbers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = ((Number) numbers[i]).longValue();
    }
    return values;
  }

  /** ("storage", type, key, device, count[, view]). */
  @Override
  protected Object persistentLoad(Object id) {
    var parts = (Object[]) id;
    return new Storage(
        ((Named) parts[1]).type(), String.valueOf(parts[2]), ((Number) parts[4]).longValue());
  }

  /**
   * All tensors in an unpickled object, by their keys joined with dots.
   *
   * @throws PickleException if it is nested too deeply
   */
  static Map<String, View> tensors(Object object) {
    var found = new LinkedHashMap<String, View>();
    collect("", object, found, 0);
    return found;
  }

  private static void collect(String prefix, Object object, Map<String, View> found, int depth) {
    if (depth > 8) {
      throw new PickleException("nested too deeply");
    }
    if (object instanceof View view) {
      found.put(prefix, view);
    } else if (object instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) ->
              collect(prefix.isEmpty() ? "" + key : prefix + "." + key, value, found, depth + 1));
    }
  }

  /** Unpickles one object and leaves the stream right after it. */
  static Object read(InputStream in) throws IOException {
    var unpickler = new TorchPickle();
    unpickler.memo = new HashMap<>();
    return unpickler.load(in);
  }
}
