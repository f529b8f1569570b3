package org.onenip.weights;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
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
import org.onenip.support.Excerpt;

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

  /**
   * An unpickled object.
   *
   * @param storages all that it names, by their keys
   */
  record Pickled(Object object, Map<String, Storage> storages) {
    /**
     * Its tensors, or those of its {@code state_dict} where it has one, by their keys joined with
     * dots.
     *
     * @throws PickleException if it is nested too deeply, or too large
     */
    Map<String, View> tensors() {
      boolean wrapped = object instanceof Map<?, ?> map && map.get(STATE) instanceof Map<?, ?>;
      var found = new LinkedHashMap<String, View>();
      collect("", wrapped ? ((Map<?, ?>) object).get(STATE) : object, found, new int[1], 0);
      return found;
    }

    private static void collect(
        String prefix, Object object, Map<String, View> found, int[] seen, int depth) {
      if (depth > DEEPEST || ++seen[0] > MOST_OBJECTS) { // a dictionary may hold itself
        throw new PickleException("nested too deeply");
      }
      if (object instanceof View view) {
        found.put(prefix, view);
      } else if (object instanceof Map<?, ?> map) {
        map.forEach(
            (key, value) -> collect(joined(prefix, key, value), value, found, seen, depth + 1));
      }
    }

    /** A name; what is no tensor and holds none needs no name. */
    private static String joined(String prefix, Object key, Object value) {
      if (!(value instanceof View || value instanceof Map<?, ?>)) {
        return prefix;
      }
      var own = String.valueOf(key);
      if (prefix.length() + own.length() > LONGEST_NAME) {
        throw new PickleException("a name of more than %d letters".formatted(LONGEST_NAME));
      }
      return prefix.isEmpty() ? own : prefix + "." + own;
    }
  }

  private static final String STATE = "state_dict";
  private static final int DEEPEST = 8;
  private static final int MOST_OBJECTS = 1_000_000;

  private static final int LONGEST_NAME = 1000;

  private final Map<String, Storage> storages = new HashMap<>();
  private final PickleBudget budget = new PickleBudget();

  /** Stands for an object that nobody needs. */
  private static final Object INERT = new Object();

  private static final Set<String> INERT_PACKAGES =
      Set.of(
          "numpy", "easydict", "argparse", "yacs", "omegaconf", "pathlib", "collections", "torch");

  private static final Set<String> INERT_NAMES =
      Set.of("_codecs.encode", "copyreg._reconstructor", "copy_reg._reconstructor");

  private static final Set<String> BUILTINS = Set.of("builtins", "__builtin__");

  /** Types alone: no function of Python's is let through, though none would be called. */
  private static final Set<String> INERT_BUILTINS =
      Set.of(
          "object",
          "set",
          "frozenset",
          "dict",
          "list",
          "tuple",
          "int",
          "float",
          "complex",
          "bool",
          "str",
          "bytes",
          "bytearray",
          "slice",
          "range");

  @Override
  protected Object dispatch(short key) throws PickleException, IOException {
    budget.spend(key, input);
    switch (key) {
      case Opcodes.GLOBAL -> {
        var module = PickleUtils.readline(input);
        stack.add(constructor(module, PickleUtils.readline(input)));
      }
      case Opcodes.STACK_GLOBAL -> {
        var name = (String) stack.pop();
        stack.add(constructor((String) stack.pop(), name));
      }
      case Opcodes.INST, Opcodes.OBJ -> throw new Forbidden("an old-style class");
      case Opcodes.BUILD -> stack.pop(); // the state of a placeholder
      case Opcodes.NEWOBJ -> load();
      case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<Object, Object>());
      case Opcodes.EMPTY_SET -> stack.add(INERT);
      case Opcodes.FROZENSET -> {
        stack.pop_all_since_marker();
        stack.add(INERT);
      }
      case Opcodes.APPEND -> fill(Collections.singletonList(stack.pop()));
      case Opcodes.SETITEM -> {
        var value = stack.pop();
        fill(Arrays.asList(stack.pop(), value));
      }
      case Opcodes.APPENDS, Opcodes.SETITEMS, Opcodes.ADDITEMS ->
          fill(stack.pop_all_since_marker());
      case Opcodes.DICT -> {
        var items = stack.pop_all_since_marker();
        stack.add(new LinkedHashMap<Object, Object>());
        fill(items);
      }
      default -> {
        return super.dispatch(key);
      }
    }
    return NO_RETURN_VALUE;
  }

  /** Puts items into the container on top of the stack; a placeholder forgets them. */
  private void fill(List<?> items) {
    var container = stack.peek();
    if (container instanceof Map<?, ?>) {
      @SuppressWarnings("unchecked")
      var map = (Map<Object, Object>) container;
      for (int i = 0; i + 1 < items.size(); i += 2) {
        map.put(checkedKey(items.get(i)), items.get(i + 1));
      }
    } else if (container instanceof List<?>) {
      @SuppressWarnings("unchecked")
      var list = (List<Object>) container;
      list.addAll(items);
    } else if (container != INERT) {
      throw new PickleException("items of what is no container");
    }
  }

  /** Hashing any other object may take forever: a list may hold itself. */
  private static Object checkedKey(Object key) {
    if (key == null || key instanceof String || key instanceof Number || key instanceof Boolean) {
      return key;
    }
    if (key instanceof Object[]) { // a tuple, which Java hashes by its address
      return key;
    }
    throw new PickleException("a dictionary's key is neither text nor number");
  }

  private void load() {
    var arguments = (Object[]) stack.pop();
    stack.add(((IObjectConstructor) stack.pop()).construct(arguments));
  }

  private IObjectConstructor constructor(String module, String name) {
    var full = module + "." + name;
    if (module.equals("torch") || module.startsWith("torch.storage")) {
      for (var type : StorageType.values()) {
        if (type.name().equals(name)) {
          return new Named(type);
        }
      }
    }
    return switch (full) {
      case "collections.OrderedDict", "easydict.EasyDict" -> this::dictionary;
      case "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_tensor" -> TorchPickle::view;
      case "torch._utils._rebuild_parameter" -> arguments -> arguments[0];
      default -> {
        boolean builtin = BUILTINS.contains(module) && INERT_BUILTINS.contains(name);
        if (builtin
            || INERT_NAMES.contains(full)
            || INERT_PACKAGES.contains(module.split("\\.", 2)[0])) {
          yield arguments -> INERT;
        }
        throw new Forbidden(Excerpt.of(full));
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

  /** A dictionary made of another one, or of pairs. */
  private Object dictionary(Object[] arguments) {
    var map = new LinkedHashMap<Object, Object>();
    if (arguments.length > 0 && arguments[0] instanceof List<?> pairs) {
      budget.spend(pairs.size());
      for (var pair : pairs) {
        var entry = pair instanceof List<?> list ? list.toArray() : (Object[]) pair;
        map.put(checkedKey(entry[0]), entry[1]);
      }
    } else if (arguments.length > 0 && arguments[0] instanceof Map<?, ?> other) {
      budget.spend(other.size());
      map.putAll(other); // whose keys were checked
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
    if (numbers.length > SafetensorsHeader.MOST_AXES) {
      throw new PickleException("a tensor of %d axes".formatted(numbers.length));
    }
    var values = new long[numbers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = ((Number) numbers[i]).longValue();
    }
    return values;
  }

  /** ("storage", type, key, device, count[, view]); the device does not matter. */
  @Override
  protected Object persistentLoad(Object id) {
    var parts = (Object[]) id;
    if (parts.length > 5 && parts[5] != null) {
      throw new PickleException("storages within storages, as PyTorch before 0.4 wrote them");
    }
    var key = (String) parts[2];
    var storage = new Storage(((Named) parts[1]).type(), key, ((Number) parts[4]).longValue());
    storages.put(key, storage);
    return storage;
  }

  /** Unpickles one object and leaves the stream, which must know marks, right after it. */
  static Pickled read(InputStream in) throws IOException {
    var unpickler = new TorchPickle();
    unpickler.memo = new HashMap<>();
    return new Pickled(unpickler.load(in), unpickler.storages);
  }
}
