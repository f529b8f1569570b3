package org.onenip.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import java.util.function.Consumer;
import org.onenip.engine.Bfloat16;
import org.onenip.engine.FusedAttention;
import org.onenip.engine.FusedLinear;
import org.onenip.engine.Initializers;
import org.onenip.engine.Pass;
import org.onenip.engine.Precision;
import org.onenip.engine.ShapedBlock;
import org.onenip.engine.Tensors;

/**
 * Multi-head attention A(q, k, v) with an additive mask: {@code softmax(q kᵀ / √d + mask) v}.
 *
 * <p>Letters: B batch, L tokens of the query, K tokens of key and value, E width, h heads, d = E/h.
 * The three input projections are the rows of one matrix {@code (3E, E)}, initialised as one, as
 * PyTorch does.
 */
public final class Attention extends ShapedBlock {
  private final int width;
  private final int heads;
  private final float dropout;
  private final Parameter inWeight;
  private final Parameter inBias;
  private final Linear out;
  private volatile Consumer<NDArray> observer;

  /**
   * @param width E, a multiple of heads
   * @param heads h
   * @param dropout rate at which attention weights are dropped in training
   */
  public Attention(int width, int heads, double dropout) {
    if (width % heads != 0) {
      throw new IllegalArgumentException(
          "width %d is no multiple of %d heads".formatted(width, heads));
    }
    this.width = width;
    this.heads = heads;
    this.dropout = (float) dropout;
    inWeight =
        parameter("in_proj_weight", Parameter.Type.WEIGHT, Initializers.XAVIER, 3L * width, width);
    inBias = parameter("in_proj_bias", Parameter.Type.BIAS, Initializer.ZEROS, 3L * width);
    out = child("out_proj", Initializers.linear(width), new Shape(1, 1, width));
  }

  /**
   * Calls {@code observer} with the weights {@code (B, h, L, K)} of each forward pass, before
   * dropout; they are closed with the pass. {@code null} stops it. Costs nothing where nobody
   * looks. A detector that is given several images has passes in several threads.
   */
  public void observe(Consumer<NDArray> observer) {
    this.observer = observer;
  }

  /**
   * Attends.
   *
   * @param query {@code (B, L, E)}
   * @param key {@code (B, K, E)}
   * @param value {@code (B, K, E)}
   * @param mask {@code (L, K)}, added to the scores (−∞ forbids); null allows all
   * @return {@code (B, L, E)}
   */
  public NDArray attend(Pass pass, NDArray query, NDArray key, NDArray value, NDArray mask) {
    var watcher = observer; // one for all of the pass, though another may be set meanwhile
    if (watcher == null && drops(pass) && Precision.current() == Precision.BF16) {
      return Pass.keepResult(() -> narrow(pass, query, key, value, mask));
    }
    return watcher == null
        ? Pass.keepResult(() -> compute(pass, query, key, value, mask, null))
        : compute(
            pass, query, key, value, mask, watcher); // what an observer makes is its own to close
  }

  private NDArray compute(
      Pass pass,
      NDArray query,
      NDArray key,
      NDArray value,
      NDArray mask,
      Consumer<NDArray> watcher) {
    // the same tensor as query and key (self-attention) is projected once
    NDArray q;
    NDArray k;
    if (query == key) {
      var both = project(pass, query, 0, 2);
      q = split(both.get("..., :{}", width));
      k = split(both.get("..., {}:", width));
    } else {
      q = split(project(pass, query, 0, 1));
      k = split(project(pass, key, 1, 2));
    }
    var v = split(project(pass, value, 2, 3));
    boolean unseen = watcher == null && !drops(pass);
    var read =
        unseen && FusedAttention.suits(q.getDevice())
            ? FusedAttention.apply(q, k, v, mask)
            : read(pass, q, k, v, mask, watcher);
    return pass.apply(out, join(read));
  }

  private boolean drops(Pass pass) {
    return pass.training() && dropout > 0;
  }

  /** The same in bfloat16 from the projections to what goes into the last one. */
  private NDArray narrow(Pass pass, NDArray query, NDArray key, NDArray value, NDArray mask) {
    var q = split(narrow(pass, query, 0));
    var k = split(narrow(pass, key, 1));
    var v = split(narrow(pass, value, 2));
    long tokens = q.getShape().get(2);
    var weights = new Shape(q.getShape().get(0), heads, tokens, k.getShape().get(2));
    var kept = Pass.narrowMask(q.getManager(), weights, dropout);
    return pass.apply(out, join(Bfloat16.attend(q, k, v, kept, mask)));
  }

  private NDArray narrow(Pass pass, NDArray x, int third) {
    return Bfloat16.narrowLinear(
        x,
        pass.rows(inWeight, x, (long) third * width, (third + 1L) * width),
        pass.rows(inBias, x, (long) third * width, (third + 1L) * width));
  }

  private NDArray read(
      Pass pass, NDArray q, NDArray k, NDArray v, NDArray mask, Consumer<NDArray> watcher) {
    var scores = Tensors.scale(q, 1 / Math.sqrt((double) width / heads)).matMul(k.swapAxes(2, 3));
    if (mask != null) {
      scores.addi(mask);
    }
    var weights = scores.softmax(-1); // (B, h, L, K)
    if (watcher != null) {
      watcher.accept(weights);
    }
    return pass.drop(weights, dropout).matMul(v);
  }

  /** Projects with the thirds {@code from} to {@code to} of the joint matrix. */
  private NDArray project(Pass pass, NDArray x, int from, int to) {
    return FusedLinear.apply(
        x,
        pass.rows(inWeight, x, from * width, to * width),
        pass.rows(inBias, x, from * width, to * width));
  }

  private NDArray split(NDArray x) { // (B, L, E) -> (B, h, L, d)
    var shape = x.getShape();
    return x.reshape(shape.get(0), shape.get(1), heads, width / heads).swapAxes(1, 2);
  }

  private NDArray join(NDArray x) { // (B, h, L, d) -> (B, L, E)
    var shape = x.getShape();
    return x.swapAxes(1, 2).reshape(shape.get(0), shape.get(2), width);
  }

  /** Inputs: query, key, value and, where there is one, the mask. */
  @Override
  protected NDList forwardInternal(
      ParameterStore parameters, NDList in, boolean training, PairList<String, Object> params) {
    var mask = in.size() > 3 ? in.get(3) : null;
    return new NDList(
        attend(new Pass(parameters, training), in.get(0), in.get(1), in.get(2), mask));
  }
}
