package org.onenip.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.onenip.engine.Initializers;
import org.onenip.engine.Pass;
import org.onenip.engine.ShapedBlock;

/**
 * The block that the layer-wise query and the static prompt share (Eq. 1 and 2; docs/method.md §3):
 *
 * <pre>
 * T = LN(Q + drop(A₁(Q + pos, F_E + pos, F_E)))
 * T = LN(T + drop(A₂(T + pos, F + pos, F)))
 * F = LN(T + drop(W₂ drop(relu(W₁ T))))
 * </pre>
 */
final class QueryLayer extends ShapedBlock {
  private final float dropout;
  private final Attention toEncoded;
  private final Attention toPrevious;
  private final Linear linear1;
  private final Linear linear2;
  private final LayerNorm norm1;
  private final LayerNorm norm2;
  private final LayerNorm norm3;

  QueryLayer(OneNipConfig config) {
    var tokens = new Shape(1, 1, config.width());
    dropout = (float) config.dropout();
    toEncoded =
        child("self_attn", new Attention(config.width(), config.heads(), config.dropout()), tokens);
    toPrevious =
        child(
            "multihead_attn",
            new Attention(config.width(), config.heads(), config.dropout()),
            tokens);
    linear1 = child("linear1", Initializers.linear(config.feedForward()), tokens);
    linear2 =
        child(
            "linear2", Initializers.linear(config.width()), new Shape(1, 1, config.feedForward()));
    norm1 = child("norm1", Initializers.tokenNorm(), tokens);
    norm2 = child("norm2", Initializers.tokenNorm(), tokens);
    norm3 = child("norm3", Initializers.tokenNorm(), tokens);
  }

  /** Q, F_E and F, each {@code (B, L, E)}, to the next F. */
  NDArray decode(Pass pass, NDArray q, NDArray encoded, NDArray f, NDArray pos, NDArray mask) {
    var fromEncoded = toEncoded.attend(pass, q.add(pos), encoded.add(pos), encoded, mask);
    var t = pass.apply(norm1, q.add(pass.dropOutput(fromEncoded, dropout)));
    var fromPrevious = toPrevious.attend(pass, t.add(pos), f.add(pos), f, mask);
    t = pass.apply(norm2, t.add(pass.dropOutput(fromPrevious, dropout)));
    var thought = FeedForward.apply(pass, linear1, linear2, t, dropout);
    return pass.apply(norm3, t.add(pass.dropOutput(thought, dropout)));
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore parameters, NDList in, boolean training, PairList<String, Object> params) {
    var pass = new Pass(parameters, training);
    return new NDList(
        decode(pass, in.get(0), in.get(1), in.get(2), in.get(3), in.size() > 4 ? in.get(4) : null));
  }
}
