package org.onenip.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.List;
import org.onenip.Lanes;

/**
 * A network whose batch is rebuilt in two halves side by side on a CPU's cores, in training. By
 * image there is nothing to wait for until F̂, so that each half has a graph of its own, and half
 * of the cores; the refiner and the loss, which look at the whole batch, come after on all of them.
 *
 * <p>The backward pass goes the same way: first from the loss to F̂, as if F̂ were given; then
 * {@link #backward} from there through both halves. Two summands have one sum, whichever half is
 * first to add its gradients: a seed repeats a run bit for bit. Feature jitter is drawn for the
 * whole batch, the dropout masks of each half from a seed that the engine's generator gives.
 *
 * <p>Outputs and gradients equal those of the network in one piece up to rounding.
 */
public final class SideBySide extends AbstractBlock {
  private static final int HALVES = 2;

  private final Reconstructor network;
  private Shares shares;
  private List<NDArray> rebuilt;
  private NDArray joined;

  /** Shares the work of a network. */
  public SideBySide(Reconstructor network) {
    this.network = addChildBlock("network", network);
  }

  /**
   * Whether it can be done: on a CPU with cores for both halves, of more than one image, and with
   * one of the library's decoders; others may draw random numbers of their own, whose order threads
   * would change.
   *
   * @param batch images
   */
  public static boolean suits(Reconstructor network, NDManager manager, int batch) {
    return Lanes.count(manager.getDevice()) >= HALVES
        && batch >= HALVES
        && !Decoders.isRegistered(network.config().decoder());
  }

  /** Inputs and outputs are those of the network. */
  @Override
  protected NDList forwardInternal(
      ParameterStore parameters, NDList in, boolean training, PairList<String, Object> params) {
    if (!training) {
      return network.forward(parameters, in, false, params);
    }
    var pass = new Pass(parameters, true);
    var target = in.head();
    var owner = target.getManager();
    shares = new Shares(network.images(in), HALVES);
    var jittered = network.jitter(pass, network.stack(in));
    long[] seeds = DropoutMasks.seeds(owner, HALVES);
    rebuilt =
        Lanes.map(
            owner.getDevice(),
            HALVES,
            half -> {
              try (var scratch = owner.newSubManager()) {
                var stack = shares.part(jittered, half);
                stack.attach(scratch);
                long targets = shares.part(target, half).getShape().get(0);
                var result =
                    DropoutMasks.drawnFrom(
                        seeds[half],
                        () -> Pass.keepResult(() -> network.rebuild(pass, stack, targets)));
                result.attach(owner);
                return result;
              }
            });
    joined = shares.join(rebuilt.stream().map(NDArray::stopGradient).toList());
    joined.attach(owner);
    joined.setRequiresGradient(true);
    return network.outputs(List.of(pass), List.of(joined), List.of(target)).get(0);
  }

  /** Goes on where the loss's backward pass ended: at F̂ of the last forward pass in training. */
  public void backward() {
    var gradient = joined.getGradient();
    Lanes.map(
        joined.getDevice(),
        HALVES,
        half -> {
          var part = shares.part(gradient, half);
          JniUtils.backward((PtNDArray) rebuilt.get(half), (PtNDArray) part, false, false);
          return half;
        });
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType type, Shape... in) {
    network.initialize(manager, type, in);
  }

  @Override
  public Shape[] getOutputShapes(Shape[] in) {
    return network.getOutputShapes(in);
  }
}
