package org.onenip.engine;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * Lets the C library keep the memory that the engine frees. Its own rule is to hand large blocks
 * back to the system at once; a network's next array then faults every page in again, which took a
 * third of a backbone's time. Only glibc is told; other systems' allocators keep what was freed.
 */
public final class NativeMemory {
  /** Parameters of glibc's {@code mallopt}, and the environment variables that set the same. */
  private enum Parameter {
    /** Free memory at the end of the heap above which it is handed back. */
    TRIM_THRESHOLD(-1, Integer.MAX_VALUE),
    /** Memory that is asked for at a time; a thread's heap that is emptied is kept for it. */
    TOP_PAD(-2, 64 << 20),
    /** Size from which a block bypasses the heap; glibc allows no more. */
    MMAP_THRESHOLD(-3, 32 << 20);

    private final int key;
    private final int value;

    Parameter(int key, int value) {
      this.key = key;
      this.value = value;
    }
  }

  private interface Allocator extends Library {
    int mallopt(int parameter, int value);
  }

  private static boolean told;

  private NativeMemory() {}

  /**
   * Tells the C library, the first time that it is called; variables that the user has set, such as
   * {@code MALLOC_TRIM_THRESHOLD_}, stay.
   */
  public static synchronized void keepFreed() {
    if (told || !Platform.isLinux()) {
      return;
    }
    told = true;
    try {
      var allocator = Native.load(Platform.C_LIBRARY_NAME, Allocator.class);
      for (var parameter : Parameter.values()) {
        if (System.getenv("MALLOC_" + parameter + "_") == null) {
          allocator.mallopt(parameter.key, parameter.value);
        }
      }
    } catch (UnsatisfiedLinkError e) {
      // another C library, without these parameters
    }
  }
}
