// A decoder: at every token a learned gate weighs what the target has read in the prompt.
//   lib/onenip train --data DATA --run runs/gated --set model.decoder=gated --plug docs/examples/gated_decoder.jsh
//
//   block l:  F = LN(P + sigmoid(W F) * A(F + pos, P + pos, P))      F of block 0 is the encoded target
//
// The target chooses where to look and how much to take; all that flows into the answer is the prompt's.

class GatedDecoder extends TokenDecoder {

  // one block, with its three layers; the shape beside each is that of its input
  class Layer extends ShapedBlock {
    final Attention attention;
    final Linear gate;
    final LayerNorm norm;

    Layer(OneNipConfig config) {
      var tokens = new Shape(1, 1, config.width());
      attention = child("attention", new Attention(config.width(), config.heads(), config.dropout()), tokens);
      gate = child("gate", Initializers.linear(config.width()), tokens);
      norm = child("norm", Initializers.tokenNorm(), tokens);
    }

    NDArray rebuild(Pass pass, NDArray f, NDArray p, NDArray positions, NDArray mask) {
      var read = attention.attend(pass, f.add(positions), p.add(positions), p, mask); // (B, L, E)
      var open = pass.apply(gate, f).getNDArrayInternal().sigmoid(); // (B, L, E), each in 0…1
      return pass.apply(norm, p.add(read.mul(open))); // an array times an array is safe
    }

    // DJL's way into a block; decode() takes the short cut
    @Override
    protected NDList forwardInternal(ParameterStore store, NDList in, boolean training, PairList<String, Object> more) {
      return new NDList(rebuild(new Pass(store, training), in.get(0), in.get(1), in.get(2), in.get(3)));
    }
  }

  final List<Layer> layers = new ArrayList<>();

  GatedDecoder(OneNipConfig config) {
    var tokens = new Shape(1, 1, config.width());
    for (int i = 0; i < config.decoderLayers(); i++) {
      layers.add(child("layers." + i, new Layer(config), tokens));
    }
  }

  @Override
  public NDArray decode(Pass pass, NDArray target, NDArray prompt, NDArray positions, NDArray mask) {
    var f = target;
    for (var layer : layers) {
      f = layer.rebuild(pass, f, prompt, positions, mask);
    }
    return f;
  }
}

Decoders.register("gated", GatedDecoder::new);
