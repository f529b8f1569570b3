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
 * A post-norm layer of the self-attention encoder (docs/method.md §2): q = k = x + pos, v = x; x =
 * LN(x + drop(A(q, k, v))); x = LN(x + drop(W₂ drop(relu(W₁ x)))).
 */
final class EncoderLayer extends ShapedBlock {
  private final float dropout;
  private final Attention attention;
  private final Linear linear1;
  private final Linear linear2;
  private final LayerNorm norm1;
  private final LayerNorm norm2;

  EncoderLayer(OneNipConfig config) {
    var tokens = new Shape(1, 1, config.width());
    dropout = (float) config.dropout();
    attention =
        child("self_attn", new Attention(config.width(), config.heads(), config.dropout()), tokens);
    linear1 = child("linear1", Initializers.linear(config.feedForward()), tokens);
    linear2 =
        child(
            "linear2", Initializers.linear(config.width()), new Shape(1, 1, config.feedForward()));
    norm1 = child("norm1", Initializers.tokenNorm(), tokens);
    norm2 = child("norm2", Initializers.tokenNorm(), tokens);
  }

  NDArray encode(Pass pass, NDArray x, NDArray positions, NDArray mask) {
    var q = x.add(positions);
    var attended = attention.attend(pass, q, q, x, mask);
    var y = Pass.keepResult(() -> pass.apply(norm1, x.add(pass.dropOutput(attended, dropout))));
    return Pass.keepResult(
        () -> {
          var thought = FeedForward.apply(pass, linear1, linear2, y, dropout);
          return pass.apply(norm2, y.add(pass.dropOutput(thought, dropout)));
        });
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore parameters, NDList in, boolean training, PairList<String, Object> params) {
    return new NDList(encode(new Pass(parameters, training), in.get(0), in.get(1), in.get(2)));
  }
}
