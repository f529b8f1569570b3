package org.onenip.engine;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.util.Map;

/**
 * Lets the engine's idle threads wait instead of spin, so that they leave the processor to the
 * threads that make batches, and to whatever else a laptop does: on a busy machine of two cores
 * spinning was seen to cost a factor of ten. The engine reads {@code OMP_WAIT_POLICY} when it is
 * loaded; a program that Maven runs in its own process has no other way to set it.
 */
public final class EngineThreads {
  private static final String POLICY = "OMP_WAIT_POLICY";

  private EngineThreads() {}

  private interface Environment extends Library {
    int setenv(String name, String value, int overwrite);
  }

  /**
   * Lets a GPU compute products of float32 in TF32; call before the engine is loaded, which reads
   * it then.
   */
  public static void allowTf32() {
    if (!Platform.isWindows()) {
      Native.load(Platform.C_LIBRARY_NAME, Environment.class)
          .setenv("TORCH_ALLOW_TF32_CUBLAS_OVERRIDE", "1", 0);
    }
  }

  /** Call before the engine is loaded; a policy that the user chose stays. */
  public static void waitWhenIdle() {
    if (System.getenv(POLICY) == null && !Platform.isWindows()) {
      Native.load(Platform.C_LIBRARY_NAME, Environment.class).setenv(POLICY, "passive", 0);
    }
  }

  /**
   * The same for a process that we start; and, as the launcher does, one heap of the C library for
   * all threads, which takes a tenth less memory than one each.
   */
  public static void addTo(Map<String, String> environment) {
    environment.putIfAbsent(POLICY, "passive");
    environment.putIfAbsent("MALLOC_ARENA_MAX", "1");
  }
}
