package org.onenip.model;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.onenip.support.Registry;

/** The decoders by name: the three of the paper, and those that users register. */
public final class Decoders {
  /** UniAD's layer-wise queries (Eq. 1). */
  public static final String LAYERWISE_QUERY = "layerwise-query";

  /** The static prompt (Eq. 2). */
  public static final String UNIDIRECTIONAL = "unidirectional";

  /** OneNIP's dynamic prompt (Eq. 3). */
  public static final String BIDIRECTIONAL = "bidirectional";

  private static final Registry<Function<OneNipConfig, TokenDecoder>> DECODERS =
      new Registry<>(
          "decoder",
          Map.of(
              LAYERWISE_QUERY, LayerwiseQueryDecoder::new,
              UNIDIRECTIONAL, UnidirectionalDecoder::new,
              BIDIRECTIONAL, BidirectionalDecoder::new));

  private Decoders() {}

  /**
   * Gives a decoder a name, replacing what had it before (a notebook cell may run twice).
   *
   * @throws org.onenip.support.UserError if it is a name of the paper's
   */
  public static void register(String name, Function<OneNipConfig, TokenDecoder> factory) {
    DECODERS.register(name, factory);
  }

  /**
   * A new decoder.
   *
   * @throws org.onenip.support.UserError if no decoder of the configured name is registered
   */
  public static TokenDecoder create(OneNipConfig config) {
    return DECODERS.named(config.decoder()).apply(config);
  }

  /** Whether a user registered the name. */
  public static boolean isRegistered(String name) {
    return DECODERS.isRegistered(name);
  }

  /** All names, in alphabetical order. */
  public static Set<String> names() {
    return DECODERS.names();
  }
}
