package org.onenip.model;

import java.util.Map;
import org.onenip.support.Records;

/**
 * How a network is built; {@link #paper} has the paper's values.
 *
 * @param channels C, channels of the feature map (272 of EfficientNet-B4, 208 of Lite2)
 * @param grid side of the feature map, image size / 16
 * @param width E, width of a token
 * @param heads attention heads
 * @param feedForward width inside the feed-forward layers
 * @param encoderLayers layers of the encoder
 * @param decoderLayers blocks of the decoder
 * @param dropout rate in training
 * @param decoder name in {@link Decoders}
 * @param neighborSize n of the neighbour mask
 * @param encoderMask whether the encoder's attention is masked
 * @param decoderMask whether the decoder's cross-attentions are masked
 * @param learnedPositions learned tables, or fixed sines
 * @param refinerWidth channels inside the refiner, 0 where there is none
 * @param jitter scale of the feature jitter in training, 0 for none
 * @param memory tokens of each class and level that are remembered; the refiner then sees the
 *     distance to the nearest of them beside the error of the reconstruction. 0 for none
 * @param fineErrors channels of the finer level's errors, which the refiner sees with a memory; of
 *     settings 0, which means as many as the backbone gives
 * @param errorDropout share of the error's channels that the refiner does not get to see in
 *     training, others each time
 */
public record OneNipConfig(
    int channels,
    int grid,
    int width,
    int heads,
    int feedForward,
    int encoderLayers,
    int decoderLayers,
    double dropout,
    String decoder,
    int neighborSize,
    boolean encoderMask,
    boolean decoderMask,
    boolean learnedPositions,
    int refinerWidth,
    double jitter,
    int memory,
    int fineErrors,
    double errorDropout) {
  private static final int LARGEST_GRID = 128;
  private static final int LARGEST_WIDTH = 4096;
  private static final int MOST_LAYERS = 64;
  private static final double LARGEST_JITTER = 1e6;

  /** Tokens of a class and level that can be remembered. */
  public static final int MOST_TOKENS = 100_000;

  private static final int UNIAD_NEIGHBORS = 7;

  /** Width of a token in a short training, of backbones with more channels. */
  private static final int BRIEF_WIDTH = 208;

  private static final int BRIEF_MEMORY = 1000;

  /** Checks the ranges, for the values may come from a file. */
  public OneNipConfig {
    require(channels > 0 && channels <= LARGEST_WIDTH, "channels", channels);
    require(grid > 1 && grid <= LARGEST_GRID, "grid", grid);
    require(heads > 0 && width % heads == 0 && width % 4 == 0, "heads", heads);
    require(width > 0 && width <= LARGEST_WIDTH, "width", width);
    require(feedForward > 0 && feedForward <= 4 * LARGEST_WIDTH, "feedForward", feedForward);
    require(refinerWidth >= 0 && refinerWidth <= LARGEST_WIDTH, "refinerWidth", refinerWidth);
    require(encoderLayers > 0 && encoderLayers <= MOST_LAYERS, "encoderLayers", encoderLayers);
    require(decoderLayers > 0 && decoderLayers <= MOST_LAYERS, "decoderLayers", decoderLayers);
    require(dropout >= 0 && dropout < 1, "dropout", dropout);
    require(memory >= 0 && memory <= MOST_TOKENS, "memory", memory);
    require(fineErrors >= 0 && fineErrors <= LARGEST_WIDTH, "fineErrors", fineErrors);
    require(errorDropout >= 0 && errorDropout < 1, "errorDropout", errorDropout);
    require(jitter >= 0 && jitter <= LARGEST_JITTER, "jitter", jitter);
    require(decoder != null, "decoder", decoder);
    require(neighborSize >= 0, "neighborSize", neighborSize);
    // a token in the middle must see beyond the window, else its attention is over nothing
    boolean masked = encoderMask || decoderMask;
    require(!masked || grid > 2 * (neighborSize / 2) + 1, "neighborSize", neighborSize);
  }

  private static void require(boolean right, String name, Object value) {
    if (!right) {
      throw new IllegalArgumentException("the network cannot have %s %s".formatted(name, value));
    }
  }

  /** The paper's network for features of this shape. */
  public static OneNipConfig paper(int channels, int grid) {
    return Records.of(
        OneNipConfig.class,
        Map.ofEntries(
            Map.entry("channels", channels),
            Map.entry("grid", grid),
            Map.entry("width", 256),
            Map.entry("heads", 8),
            Map.entry("feedForward", 1024),
            Map.entry("encoderLayers", 4),
            Map.entry("decoderLayers", 4),
            Map.entry("dropout", 0.1),
            Map.entry("decoder", Decoders.BIDIRECTIONAL),
            Map.entry("neighborSize", grid / 2),
            Map.entry("encoderMask", true),
            Map.entry("decoderMask", true),
            Map.entry("learnedPositions", true),
            Map.entry("refinerWidth", 128),
            Map.entry("jitter", 20.0)));
  }

  /** A shallow network that learns in a short time, for features of this shape. */
  public static OneNipConfig brief(int channels, int grid) {
    var paper = paper(channels, grid);
    int whole = (channels + paper.heads - 1) / paper.heads * paper.heads;
    return paper
        .withWidth(Math.min(BRIEF_WIDTH, whole))
        .withLayers(1, 1)
        .withDropout(0)
        .withJitter(1)
        .withMemory(BRIEF_MEMORY)
        .withErrorDropout(0.3);
  }

  /** The same with UniAD's parts: layer-wise queries, a 7×7 neighbour mask, no refiner. */
  public OneNipConfig asUniAd() {
    var masked =
        Records.with(withDecoder(Decoders.LAYERWISE_QUERY), "neighborSize", UNIAD_NEIGHBORS);
    return Records.with(Records.with(masked, "refinerWidth", 0), "memory", 0);
  }

  /** The same with a memory of so many tokens for the refiner. */
  public OneNipConfig withMemory(int tokens) {
    return Records.with(this, "memory", tokens);
  }

  /** The same with so many errors of the finer level. */
  public OneNipConfig withFineErrors(int channels) {
    return Records.with(this, "fineErrors", channels);
  }

  /** The same with another share of the error's channels left out in training. */
  public OneNipConfig withErrorDropout(double rate) {
    return Records.with(this, "errorDropout", rate);
  }

  /** Whether the refiner sees what a memory of normal tokens says. */
  public boolean remembers() {
    return memory > 0;
  }

  /** Channels of D, the errors at the network's own level. */
  int errors() {
    return remembers() ? 2 * channels : channels;
  }

  /** L, the number of tokens. */
  public int tokens() {
    return grid * grid;
  }

  /** The same with another width; the feed-forward layers stay four times as wide. */
  public OneNipConfig withWidth(int width) {
    return Records.with(Records.with(this, "width", width), "feedForward", 4 * width);
  }

  /** The same with other depths. */
  public OneNipConfig withLayers(int encoderLayers, int decoderLayers) {
    return Records.with(
        Records.with(this, "encoderLayers", encoderLayers), "decoderLayers", decoderLayers);
  }

  /** The same with another dropout rate. */
  public OneNipConfig withDropout(double dropout) {
    return Records.with(this, "dropout", dropout);
  }

  /** The same with the decoder of this name. */
  public OneNipConfig withDecoder(String decoder) {
    return Records.with(this, "decoder", decoder);
  }

  /** The same with another scale of the feature jitter. */
  public OneNipConfig withJitter(double jitter) {
    return Records.with(this, "jitter", jitter);
  }
}
