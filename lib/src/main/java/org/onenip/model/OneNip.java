package org.onenip.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.onenip.engine.Pass;

/**
 * The whole of OneNIP behind the backbone: features of a target and of one normal prompt in, the
 * reconstructed features and the refiner's logits out.
 *
 * <p>Inputs: target features {@code (B, C, H, W)}, prompt features {@code (P, C, H, W)}, with a
 * memory also the normal tokens nearest to the target's {@code (B, C, H, W)} and the finer level's
 * errors {@code (B, ·, 2H, 2W)}. Outputs: F̂ {@code (B, C, H, W)} and, with a refiner, logits
 * {@code (B, 1, S, S)}. Target and prompt share one encoding.
 *
 * <p>Letters: B targets, P prompts (B is a multiple of P), C channels, H = W grid, L = H·W tokens,
 * E width, S = 16 H image size.
 */
public final class OneNip extends Reconstructor {
  private final Refiner refiner;

  /**
   * Builds the network; {@link #initialize} fills it. With a refinerWidth of 0 it has no refiner.
   */
  public OneNip(OneNipConfig config) {
    super(config);
    int side = config.grid();
    refiner =
        config.refinerWidth() == 0
            ? null
            : child("seghead", new Refiner(config), new Shape(1, config.errors(), side, side));
  }

  /**
   * Reconstructs (or restores) the target's features with the prompt's help (docs/method.md §3).
   *
   * @param target encoded target {@code (B, L, E)}
   * @param prompt encoded prompts {@code (P, L, E)}; target b is decoded with prompt b mod P
   * @return F̂ {@code (B, C, H, W)}
   */
  public NDArray decode(Pass pass, NDArray target, NDArray prompt) {
    long batch = target.getShape().get(0);
    long prompts = prompt.getShape().get(0);
    if (batch != prompts) {
      prompt = // (P, L, E) -> (B, L, E)
          prompt
              .expandDims(0)
              .broadcast(batch / prompts, prompts, config().tokens(), config().width())
              .reshape(batch, config().tokens(), config().width());
    }
    return rebuild(pass, target, prompt);
  }

  /** Whether it has a refiner. */
  public boolean refines() {
    return refiner != null;
  }

  /**
   * Refines the error of a reconstruction (docs/method.md §5).
   *
   * @param reconstructed F̂ {@code (B, C, H, W)}
   * @param features F {@code (B, C, H, W)}
   * @return logits {@code (B, 1, S, S)}
   * @throws IllegalArgumentException if the refiner asks for the nearest normal tokens too
   */
  public NDArray refine(Pass pass, NDArray reconstructed, NDArray features) {
    return refine(pass, reconstructed, features, new NDList());
  }

  /**
   * The same with a memory: the refiner sees D = [|F̂ − F| ; |N − F|], and finer errors after its
   * first block.
   *
   * @param memory N, the normal token nearest to each of F, {@code (B, C, H, W)}, and the finer
   *     level's errors {@code (B, ·, 2H, 2W)}; empty without a memory
   * @return logits {@code (B, 1, S, S)}
   */
  public NDArray refine(Pass pass, NDArray reconstructed, NDArray features, NDList memory) {
    var target = new NDList(features).addAll(memory);
    return logits(List.of(pass), List.of(reconstructed), List.of(target)).get(0);
  }

  /**
   * D of Eq. 6, and beside it the distance to the nearest normal tokens where there is a memory.
   */
  private NDArray error(Pass pass, NDArray reconstructed, NDArray features, NDList memory) {
    if (config().remembers() == memory.isEmpty()) {
      throw new IllegalArgumentException(
          config().remembers() ? "the refiner needs the memory's word" : "there is no memory");
    }
    var error = reconstructed.sub(features).abs();
    var whole = memory.isEmpty() ? error : error.concat(memory.head().sub(features).abs(), 1);
    return refiner.dropChannels(pass, whole);
  }

  @Override
  public long images(NDList in) {
    return in.get(1).getShape().get(0); // each has its prompt
  }

  @Override
  public NDArray stack(NDList in) {
    return in.get(0).concat(in.get(1), 0);
  }

  @Override
  public NDArray rebuild(Pass pass, NDArray stacked, long targets) {
    var encoded = encode(pass, stacked);
    return decode(pass, encoded.get("0:{}", targets), encoded.get("{}:", targets));
  }

  @Override
  public NDList targets(NDList in) {
    return new NDList(in.head()).addAll(in.subNDList(2)); // all but the prompts
  }

  @Override
  public List<NDList> outputs(List<Pass> passes, List<NDArray> rebuilt, List<NDList> targets) {
    if (!refines()) {
      return rebuilt.stream().map(NDList::new).toList();
    }
    var logits = logits(passes, rebuilt, targets);
    return IntStream.range(0, passes.size())
        .mapToObj(r -> new NDList(rebuilt.get(r), logits.get(r)))
        .toList();
  }

  private List<NDArray> logits(List<Pass> passes, List<NDArray> rebuilt, List<NDList> targets) {
    var errors = new ArrayList<NDArray>();
    var fine = new ArrayList<NDArray>();
    for (int r = 0; r < passes.size(); r++) {
      var target = targets.get(r);
      var memory = target.subNDList(1);
      errors.add(error(passes.get(r), rebuilt.get(r), target.head(), memory));
      fine.add(memory.isEmpty() ? null : memory.get(1));
    }
    return refiner.refine(passes, errors, fine);
  }

  @Override
  public Shape[] getOutputShapes(Shape[] in) {
    long batch = in[0].get(0);
    long side = 16L * config().grid();
    return refines() ? new Shape[] {in[0], new Shape(batch, 1, side, side)} : new Shape[] {in[0]};
  }
}
