package org.onenip.training.parallel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.onenip.engine.Pass;
import org.onenip.engine.SynchronizedBatchNorm;
import org.onenip.engine.Tensors;
import org.onenip.model.Reconstructor;

/**
 * A network whose batches several devices share in training: the batch is split by image, every
 * replica rebuilds the features of its share, and what comes out is joined on the primary, where
 * the loss is computed as if it came from one device. All of it, the copies of the parameters too,
 * is one graph over all devices, so that a single backward pass leaves the gradients of the whole
 * batch at the network's own parameters.
 *
 * <p>What looks at the whole batch is not split: feature jitter is drawn on the primary before, and
 * the refiner's batch statistics are those of all shares ({@link SynchronizedBatchNorm}). So
 * outputs and gradients equal those of one device up to rounding; with dropout, whose masks every
 * replica draws for itself, they are equally distributed.
 *
 * <p>Outside of training the primary works alone.
 */
public final class DataParallel extends AbstractBlock {
  private final Reconstructor network;
  private final Replicas replicas;

  /**
   * Shares the work of a network.
   *
   * @param network its parameters are, or will be, on the first device
   */
  public DataParallel(Reconstructor network, Replicas replicas) {
    this.network = addChildBlock("network", network);
    this.replicas = replicas;
  }

  /** The network itself where there is one device. */
  public static Block of(Reconstructor network, Replicas replicas) {
    return replicas.count() == 1 ? network : new DataParallel(network, replicas);
  }

  /** Inputs and outputs are those of the network, on the primary device. */
  @Override
  protected NDList forwardInternal(
      ParameterStore parameters, NDList in, boolean training, PairList<String, Object> params) {
    if (!training) {
      return network.forward(parameters, in, false, params);
    }
    var owner = in.head().getManager();
    try (var home = owner.newSubManager()) {
      var managers = each(r -> r == 0 ? home : home.newSubManager(replicas.devices().get(r)));
      var passes =
          each(r -> new Pass(r == 0 ? parameters : new ReplicaParameters(managers.get(r)), true));
      var shares = new Shares((int) network.images(in), replicas.count());
      var jittered = split(network.jitter(passes.get(0), network.stack(in)), shares, managers);
      var targets = targets(in, shares, managers);
      var rebuilt =
          replicas.each(
              r ->
                  Pass.keepResult(
                      () ->
                          network.rebuild(
                              passes.get(r),
                              jittered.get(r),
                              targets.get(r).head().getShape().get(0))));
      var out = join(network.outputs(passes, rebuilt, targets), shares, home);
      out.attach(owner);
      return out;
    }
  }

  private <T> List<T> each(IntFunction<T> work) {
    return IntStream.range(0, replicas.count()).mapToObj(work).toList();
  }

  private List<NDArray> split(NDArray stacks, Shares shares, List<NDManager> managers) {
    return each(r -> Tensors.send(shares.part(stacks, r), managers.get(r)));
  }

  /** Each replica's share of the targets and, with a memory, of what it says. */
  private List<NDList> targets(NDList in, Shares shares, List<NDManager> managers) {
    var targets = each(r -> new NDList());
    for (var whole : network.targets(in)) {
      var parts = split(whole, shares, managers);
      each(r -> targets.get(r).add(parts.get(r)));
    }
    return targets;
  }

  /** Joins each of the network's outputs. */
  private static NDList join(List<NDList> parts, Shares shares, NDManager home) {
    var joined = new NDList();
    for (int i = 0; i < parts.get(0).size(); i++) {
      var sent = new ArrayList<NDArray>();
      for (var part : parts) {
        sent.add(Tensors.send(part.get(i), home));
      }
      joined.add(shares.join(sent));
    }
    return joined;
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
