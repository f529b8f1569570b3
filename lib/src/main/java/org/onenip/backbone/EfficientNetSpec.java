package org.onenip.backbone;

import java.util.ArrayList;
import java.util.List;

/**
 * The networks of the EfficientNet family up to stride 16, scaled from one table.
 *
 * <p>Lite networks have no squeeze-excitation, ReLU6 for Swish, and a stem and first stage that do
 * not scale with depth (nor does the stem with width).
 */
public enum EfficientNetSpec {
  B0(1.0, 1.0, 224, false),
  B1(1.0, 1.1, 240, false),
  B2(1.1, 1.2, 260, false),
  B3(1.2, 1.4, 300, false),
  B4(1.4, 1.8, 380, false),
  B5(1.6, 2.2, 456, false),
  B6(1.8, 2.6, 528, false),
  B7(2.0, 3.1, 600, false),
  LITE0(1.0, 1.0, 224, true),
  LITE1(1.0, 1.1, 240, true),
  LITE2(1.1, 1.2, 260, true),
  LITE3(1.2, 1.4, 280, true),
  LITE4(1.4, 1.8, 300, true);

  /** A stage before scaling; the two stages after stride 16 are never needed. */
  private record Stage(int repeats, int kernel, int stride, int expand, int channels) {}

  private static final List<Stage> STAGES =
      List.of(
          new Stage(1, 3, 1, 1, 16),
          new Stage(2, 3, 2, 6, 24),
          new Stage(2, 5, 2, 6, 40),
          new Stage(3, 3, 2, 6, 80),
          new Stage(3, 5, 1, 6, 112));

  /** Stages after which a feature map is taken, at strides 2, 4, 8 and 16. */
  private static final List<Integer> MAP_STAGES = List.of(0, 1, 2, 4);

  private static final int STEM = 32;

  private final double width;
  private final double depth;
  private final int nominalSize;
  private final boolean lite;

  EfficientNetSpec(double width, double depth, int nominalSize, boolean lite) {
    this.width = width;
    this.depth = depth;
    this.nominalSize = nominalSize;
    this.lite = lite;
  }

  /**
   * One MBConv block.
   *
   * @param stage counts from 0
   * @param index within its stage, from 0
   * @param map whether a feature map is taken after it
   */
  record BlockSpec(
      int stage, int index, int in, int out, int kernel, int stride, int expand, boolean map) {}

  /** All blocks that a feature map needs, in order. */
  List<BlockSpec> blocks() {
    var blocks = new ArrayList<BlockSpec>();
    int in = stem();
    for (int s = 0; s < STAGES.size(); s++) {
      var stage = STAGES.get(s);
      int out = scaled(stage.channels());
      int repeats = lite && s == 0 ? stage.repeats() : (int) Math.ceil(depth * stage.repeats());
      for (int i = 0; i < repeats; i++) {
        boolean map = i == repeats - 1 && MAP_STAGES.contains(s);
        int stride = i == 0 ? stage.stride() : 1;
        blocks.add(new BlockSpec(s, i, in, out, stage.kernel(), stride, stage.expand(), map));
        in = out;
      }
    }
    return blocks;
  }

  /** Channels of the four maps. */
  int[] channels() {
    return MAP_STAGES.stream().mapToInt(s -> scaled(STAGES.get(s).channels())).toArray();
  }

  /** Channels after the stem. */
  int stem() {
    return lite ? STEM : scaled(STEM);
  }

  /** Image size from which static padding is computed. */
  int nominalSize() {
    return nominalSize;
  }

  boolean lite() {
    return lite;
  }

  /** Rounds to a multiple of 8, never down by more than a tenth. */
  private int scaled(int channels) {
    double exact = channels * width;
    int rounded = Math.max(8, (int) (exact + 4) / 8 * 8);
    return rounded < 0.9 * exact ? rounded + 8 : rounded;
  }
}
