package org.onenip.training.parallel;

import ai.djl.Device;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.onenip.support.Background;

/**
 * The devices that share a batch, each with a replica of the network.
 *
 * @param devices one a replica; the first is the primary, which holds the parameters
 * @param concurrent whether the replicas work at the same time, each in a thread: so GPUs do. A CPU
 *     takes one after the other, since the engine uses all its cores for each, and random numbers
 *     then come in a fixed order
 */
public record Replicas(List<Device> devices, boolean concurrent) {
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(Background.named("replica"));

  /** Keeps a copy of the list. */
  public Replicas {
    devices = List.copyOf(devices);
  }

  /** At the same time where all are GPUs, else one after the other. */
  public static Replicas on(List<Device> devices) {
    return new Replicas(devices, devices.stream().allMatch(Device::isGpu));
  }

  /** R. */
  public int count() {
    return devices.size();
  }

  /**
   * Does something for each replica; all are done, or have failed, when this returns.
   *
   * @param work takes the replica's number
   * @return what each returned, in their order
   */
  public <T> List<T> each(IntFunction<T> work) {
    if (!concurrent || count() == 1) {
      return IntStream.range(0, count()).mapToObj(work).toList();
    }
    return Background.all(THREADS, count(), work);
  }
}
