package org.onenip.training.parallel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.onenip.support.UserError;

/**
 * How replicas share a batch: each takes images that follow each other, as many as any other or one
 * less. Arrays hold k stacks of the batch (normals, pseudo anomalies, prompts), one upon the other:
 * rows b, B + b, 2B + b … are of image b and stay together.
 *
 * <p>Letters: B images, b a share's, k stacks.
 *
 * @param images B
 * @param count replicas
 */
public record Shares(int images, int count) {
  /** Every replica gets an image. */
  public Shares {
    if (images < count) {
      throw new UserError(
          "A batch of %d cannot be shared by %d devices: raise --batch, or name fewer with --device."
              .formatted(images, count));
    }
  }

  private int first(int replica) {
    return (int) ((long) images * replica / count);
  }

  private int size(int replica) {
    return first(replica + 1) - first(replica);
  }

  /** A replica's part of what is listed by image. */
  public <T> List<T> part(List<T> whole, int replica) {
    return whole.subList(first(replica), first(replica + 1));
  }

  /** A replica's part of stacks: {@code (k·B, …) -> (k·b, …)}. */
  NDArray part(NDArray stacks, int replica) {
    var slice = new NDIndex().addAllDim().addSliceDim(first(replica), first(replica + 1));
    return flat(split(stacks, images).get(slice));
  }

  /** All replicas' parts, on one device, joined: the inverse of {@link #part(NDArray, int)}. */
  public NDArray join(List<NDArray> parts) {
    var split = new NDList(count);
    for (int replica = 0; replica < count; replica++) {
      split.add(split(parts.get(replica), size(replica)));
    }
    return flat(NDArrays.concat(split, 1));
  }

  /** {@code (k·b, …) -> (k, b, …)}. */
  private static NDArray split(NDArray stacks, int images) {
    var shape = stacks.getShape();
    return stacks.reshape(new Shape(shape.get(0) / images, images).addAll(shape.slice(1)));
  }

  /** {@code (k, b, …) -> (k·b, …)}. */
  private static NDArray flat(NDArray stacks) {
    var shape = stacks.getShape();
    return stacks.reshape(new Shape(shape.get(0) * shape.get(1)).addAll(shape.slice(2)));
  }
}
