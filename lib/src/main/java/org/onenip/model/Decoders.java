package org.onenip.model;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.onenip.Spelling;
import org.onenip.UserError;

/** The decoders by name: the three of the paper, and those that users register. */
public final class Decoders {
  /** UniAD's layer-wise queries (Eq. 1). */
  public static final String LAYERWISE_QUERY = "layerwise-query";

  /** The static prompt (Eq. 2). */
  public static final String UNIDIRECTIONAL = "unidirectional";

  /** OneNIP's dynamic prompt (Eq. 3). */
  public static final String BIDIRECTIONAL = "bidirectional";

  private static final Map<String, Function<OneNipConfig, Decoder>> FACTORIES = new TreeMap<>();

  static {
    register(LAYERWISE_QUERY, LayerwiseQueryDecoder::new);
    register(UNIDIRECTIONAL, UnidirectionalDecoder::new);
    register(BIDIRECTIONAL, BidirectionalDecoder::new);
  }

  private Decoders() {}

  /** Gives a decoder a name, replacing what had it before (a notebook cell may run twice). */
  public static synchronized void register(String name, Function<OneNipConfig, Decoder> factory) {
    FACTORIES.put(name, factory);
  }

  /**
   * A new decoder.
   *
   * @throws UserError if no decoder of the configured name is registered
   */
  public static synchronized Decoder create(OneNipConfig config) {
    var factory = FACTORIES.get(config.decoder());
    if (factory == null) {
      throw new UserError(Spelling.unregistered("decoder", config.decoder(), FACTORIES.keySet()));
    }
    return factory.apply(config);
  }

  /** All names, in alphabetical order. */
  public static synchronized Set<String> names() {
    return new TreeSet<>(FACTORIES.keySet());
  }
}
