package org.onenip.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.onenip.engine.AlignedResize;
import org.onenip.engine.Initializers;
import org.onenip.engine.Pass;
import org.onenip.engine.ShapedBlock;
import org.onenip.engine.SynchronizedBatchNorm;
import org.onenip.engine.UpConvolution;

/**
 * The supervised refiner (docs/method.md §5): regresses the mask from the reconstruction error D =
 * |F̂ − F| (Eq. 6). Two up-blocks (Conv 3×3, BatchNorm, ReLU, transposed Conv 2×2), then Conv 1×1
 * to a logit map at a quarter of the image's size, resized to the whole of it; the sigmoid is left
 * to the user.
 */
public final class Refiner extends ShapedBlock {
  private static final int STRIDE = 16;

  private final Block upconv1;
  private final Block upconv2;
  private final Block predictor;
  private final float errorDropout;

  /** Builds it for the configured channels; {@link #initialize} fills it. */
  public Refiner(OneNipConfig config) {
    int hidden = config.refinerWidth();
    if (hidden == 0) {
      throw new IllegalArgumentException("a refiner needs a refinerWidth above 0");
    }
    errorDropout = (float) config.errorDropout();
    upconv1 =
        child("upconv1", upBlock(config.errors(), hidden), new Shape(1, config.errors(), 4, 4));
    int fine = config.remembers() ? config.fineErrors() : 0;
    upconv2 = child("upconv2", upBlock(hidden, hidden), new Shape(1, hidden + fine, 8, 8));
    predictor = child("predictor", convolution(1, 1, true), new Shape(1, hidden, 16, 16));
  }

  private static Block upBlock(int channels, int outChannels) {
    return new SequentialBlock()
        .add(convolution(outChannels, 3, false))
        .add(batchNorm())
        .add(Activation.reluBlock())
        .add(new UpConvolution(outChannels, outChannels));
  }

  private static BatchNorm batchNorm() {
    return BatchNorm.builder()
        .optEpsilon(SynchronizedBatchNorm.EPSILON)
        .optMomentum(SynchronizedBatchNorm.MOMENTUM)
        .build();
  }

  private static Block convolution(int filters, int kernel, boolean bias) {
    var convolution =
        Conv2d.builder()
            .setFilters(filters)
            .setKernelShape(new Shape(kernel, kernel))
            .optPadding(new Shape(kernel / 2, kernel / 2))
            .optBias(bias)
            .build();
    convolution.setInitializer(Initializers.XAVIER, Parameter.Type.WEIGHT);
    return convolution;
  }

  /**
   * Refines an error.
   *
   * @param error D {@code (B, C, H, W)}, in training with {@link #dropChannels} applied
   * @return logits {@code (B, 1, 16 H, 16 W)}
   */
  public NDArray refine(Pass pass, NDArray error) {
    return refine(pass, error, null);
  }

  /**
   * The same with errors of a finer level, which the second block gets beside what the first made.
   *
   * @param fine {@code (B, ·, 2 H, 2 W)}; null where there are none
   * @return logits {@code (B, 1, 16 H, 16 W)}
   */
  public NDArray refine(Pass pass, NDArray error, NDArray fine) {
    return refine(List.of(pass), List.of(error), Collections.singletonList(fine)).get(0);
  }

  private static NDArray beside(NDArray coarse, NDArray fine) {
    return fine == null ? coarse : coarse.concat(fine, 1);
  }

  /**
   * Leaves whole channels of the error out in training, others for each image, and scales the rest
   * up: the refiner must not lean on the few channels by which pseudo anomalies give themselves
   * away (Tompson et al., Efficient Object Localization, 2015).
   *
   * @param error D {@code (B, C, H, W)}
   * @return of the same shape; outside of training the error itself
   */
  public NDArray dropChannels(Pass pass, NDArray error) {
    if (!pass.training() || errorDropout == 0) {
      return error;
    }
    var s = error.getShape();
    var ones = error.getManager().ones(new Shape(s.get(0), s.get(1), 1, 1));
    return error.mul(Dropout.dropout(ones, errorDropout, true).singletonOrThrow());
  }

  private static NDArray resized(NDArray logits, NDArray error) {
    int height = (int) error.getShape().get(2) * STRIDE;
    int width = (int) error.getShape().get(3) * STRIDE;
    return AlignedResize.apply(logits, height, width); // (B, 1, 4 H, 4 W) -> (B, 1, 16 H, 16 W)
  }

  /**
   * The same of images that replicas share: layer by layer on all of them, so that batches are
   * normalised as a whole.
   *
   * @param passes of each replica, the primary's first
   * @param errors D of each {@code (b, C, H, W)}
   * @param fine errors of the finer level of each, or nulls
   * @return logits of each {@code (b, 1, 16 H, 16 W)}
   */
  List<NDArray> refine(List<Pass> passes, List<NDArray> errors, List<NDArray> fine) {
    var coarse = apply(upconv1, passes, errors);
    var both =
        IntStream.range(0, passes.size())
            .mapToObj(r -> beside(coarse.get(r), fine.get(r)))
            .toList();
    var logits = apply(predictor, passes, apply(upconv2, passes, both));
    return IntStream.range(0, passes.size())
        .mapToObj(r -> resized(logits.get(r), errors.get(r)))
        .toList();
  }

  private static List<NDArray> apply(Block block, List<Pass> passes, List<NDArray> xs) {
    if (block instanceof SequentialBlock sequence) {
      for (var layer : sequence.getChildren().values()) {
        xs = apply(layer, passes, xs);
      }
      return xs;
    }
    if (block instanceof BatchNorm norm && passes.size() > 1) {
      return SynchronizedBatchNorm.apply(norm, passes.get(0), xs);
    }
    var results = new ArrayList<NDArray>();
    for (int r = 0; r < passes.size(); r++) {
      results.add(passes.get(r).apply(block, xs.get(r)));
    }
    return results;
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore parameters, NDList in, boolean training, PairList<String, Object> params) {
    var pass = new Pass(parameters, training);
    return new NDList(refine(pass, dropChannels(pass, in.head())));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] in) {
    var s = in[0];
    return new Shape[] {new Shape(s.get(0), 1, s.get(2) * STRIDE, s.get(3) * STRIDE)};
  }
}
