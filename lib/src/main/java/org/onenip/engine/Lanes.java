package org.onenip.engine;

import ai.djl.Device;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.onenip.support.Background;

/**
 * Works on the images of a batch side by side on a processor's cores. By itself the engine splits
 * every operation among its threads, which then wait for each other hundreds of times an image;
 * images need not wait for each other. A lane is a thread that has some of the engine's threads for
 * itself, one where there are as many lanes as cores.
 *
 * <p>The engine's libraries are asked for this by name. Where they lack these functions there is
 * one lane: the caller.
 *
 * <p>A GPU works on one thing after the other; there lanes are for what the processor does before
 * and after, while the GPU works for another lane.
 */
public final class Lanes {
  /** Beyond these a GPU is busy all the time. */
  private static final int MOST_OF_GPU = 2;

  private static final int CORES = Runtime.getRuntime().availableProcessors();

  private static final ExecutorService THREADS =
      Executors.newFixedThreadPool(CORES, LaneThread::new);

  private Lanes() {}

  private static final class LaneThread extends Thread {
    LaneThread(Runnable task) {
      super(task, "lane");
      setDaemon(true);
    }
  }

  /** Whether and how the engine can be told how many threads the calling thread may have. */
  private record Limits(Function openMp, Function mkl) {
    private static final Limits FOUND = find();

    private static Limits find() {
      if (!Platform.isLinux()) {
        return null;
      }
      try {
        var library =
            NativeLibrary.getInstance(
                Path.of(LibUtils.getLibtorchPath(), "libtorch_cpu.so").toString());
        return new Limits(
            library.getFunction("omp_set_num_threads"),
            library.getFunction("MKL_Set_Num_Threads_Local"));
      } catch (UnsatisfiedLinkError e) { // built without one of them
        return null;
      }
    }

    void set(int threads) {
      JniUtils.getNumThreads(); // a thread's first question makes the engine set its own number
      openMp.invokeVoid(new Object[] {threads});
      mkl.invokeVoid(new Object[] {threads});
    }
  }

  /** Lanes that there are for work on a device; on a CPU as many as the engine has threads. */
  public static int count(Device device) {
    if (Thread.currentThread() instanceof LaneThread) {
      return 1;
    }
    if (device.isGpu()) {
      return Math.min(CORES, MOST_OF_GPU);
    }
    return Limits.FOUND == null ? 1 : Math.min(CORES, JniUtils.getNumThreads());
  }

  /**
   * Does {@code parts} parts of some work, side by side where it is on a CPU; inside of a part
   * there is one lane.
   *
   * @param part computes part i in a manager and, if any, a scope of its own
   * @return the results in the order of the parts
   * @throws CancellationException if the thread is interrupted; no part is running any more then
   */
  public static <T> List<T> map(Device device, int parts, IntFunction<T> part) {
    int lanes = Math.min(parts, count(device));
    if (lanes <= 1) {
      return IntStream.range(0, parts).mapToObj(part).toList();
    }
    int threads = count(device) / lanes;
    return Background.all(
        THREADS,
        parts,
        i -> {
          if (!device.isGpu()) {
            Limits.FOUND.set(threads);
          }
          return part.apply(i);
        });
  }
}
