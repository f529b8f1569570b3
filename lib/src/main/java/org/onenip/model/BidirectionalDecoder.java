package org.onenip.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.List;
import java.util.stream.IntStream;
import org.onenip.engine.Initializers;
import org.onenip.engine.Pass;
import org.onenip.engine.ShapedBlock;

/**
 * OneNIP's decoder (Eq. 3; docs/method.md §3): prompt and target look at each other in turn, so
 * that the prompt becomes dynamic. P⁰ = P_E, F⁰ = F_E, and after the blocks one unmasked attention:
 *
 * <pre>
 * P = LN(P + drop(A₁(P + pos, F + pos, F)))
 * P = LN(P + drop(W₂ relu(W₁ P)))
 * F = LN(F + drop(A₂(F + pos, P + pos, P)))
 * out = LN(P + drop(A_f(P + pos, F + pos, F)))
 * </pre>
 */
public final class BidirectionalDecoder extends TokenDecoder {
  private final float dropout;
  private final List<Layer> layers;
  private final Attention last;
  private final LayerNorm norm;

  /** Builds it as wide and deep as the configuration says. */
  public BidirectionalDecoder(OneNipConfig config) {
    var tokens = new Shape(1, 1, config.width());
    dropout = (float) config.dropout();
    layers =
        IntStream.range(0, config.decoderLayers())
            .mapToObj(i -> child("layers." + i, new Layer(config), tokens))
            .toList();
    last =
        child(
            "final_attn_token_to_image",
            new Attention(config.width(), config.heads(), config.dropout()),
            tokens);
    norm = child("norm", Initializers.tokenNorm(), tokens);
  }

  @Override
  public NDArray decode(Pass pass, NDArray f, NDArray p, NDArray positions, NDArray mask) {
    for (var layer : layers) {
      var pair = layer.exchange(pass, f, p, positions, mask);
      f = pair.get(0);
      p = pair.get(1);
    }
    var attended = last.attend(pass, p.add(positions), f.add(positions), f, null);
    return pass.apply(norm, p.add(pass.dropOutput(attended, dropout)));
  }

  /** One block: the prompt reads the target, thinks, and the target reads the prompt. */
  private static final class Layer extends ShapedBlock {
    private final float dropout;
    private final Attention promptToTarget;
    private final Attention targetToPrompt;
    private final Mlp mlp;
    private final LayerNorm norm1;
    private final LayerNorm norm2;
    private final LayerNorm norm3;

    Layer(OneNipConfig config) {
      var tokens = new Shape(1, 1, config.width());
      dropout = (float) config.dropout();
      promptToTarget =
          child(
              "cross_attn_prompt_to_image",
              new Attention(config.width(), config.heads(), config.dropout()),
              tokens);
      targetToPrompt =
          child(
              "cross_attn_image_to_prompt",
              new Attention(config.width(), config.heads(), config.dropout()),
              tokens);
      mlp = child("mlp", new Mlp(config), tokens);
      norm1 = child("norm1", Initializers.tokenNorm(), tokens);
      norm2 = child("norm2", Initializers.tokenNorm(), tokens);
      norm3 = child("norm3", Initializers.tokenNorm(), tokens);
    }

    NDList exchange(Pass pass, NDArray f, NDArray p, NDArray positions, NDArray mask) {
      var fAt = f.add(positions);
      var read = promptToTarget.attend(pass, p.add(positions), fAt, f, mask);
      var p1 = Pass.keepResult(() -> pass.apply(norm1, p.add(pass.dropOutput(read, dropout))));
      var p2 =
          Pass.keepResult(
              () -> pass.apply(norm2, p1.add(pass.dropOutput(mlp.apply(pass, p1), dropout))));
      var told = targetToPrompt.attend(pass, fAt, p2.add(positions), p2, mask);
      var f1 = Pass.keepResult(() -> pass.apply(norm3, f.add(pass.dropOutput(told, dropout))));
      return new NDList(f1, p2);
    }

    @Override
    protected NDList forwardInternal(
        ParameterStore parameters, NDList in, boolean training, PairList<String, Object> params) {
      return exchange(new Pass(parameters, training), in.get(0), in.get(1), in.get(2), in.get(3));
    }
  }

  /** W₂ relu(W₁ x), on the prompt's side only. */
  private static final class Mlp extends ShapedBlock {
    private final Linear lin1;
    private final Linear lin2;

    Mlp(OneNipConfig config) {
      lin1 =
          child("lin1", Initializers.linear(config.feedForward()), new Shape(1, 1, config.width()));
      lin2 =
          child("lin2", Initializers.linear(config.width()), new Shape(1, 1, config.feedForward()));
    }

    NDArray apply(Pass pass, NDArray x) {
      return FeedForward.apply(pass, lin1, lin2, x, 0);
    }

    @Override
    protected NDList forwardInternal(
        ParameterStore parameters, NDList in, boolean training, PairList<String, Object> params) {
      return new NDList(apply(new Pass(parameters, training), in.head()));
    }
  }
}
