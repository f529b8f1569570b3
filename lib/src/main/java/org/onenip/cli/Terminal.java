package org.onenip.cli;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/** Whether somebody watches what the command line says, or a file gets it. */
final class Terminal {
  private static final int STANDARD_INPUT = 0;
  private static final int STANDARD_ERROR = 2;

  private Terminal() {}

  /** Whether standard error goes to a terminal; not where the system does not tell. */
  static boolean watched() {
    return is(STANDARD_ERROR);
  }

  /** Whether somebody types what we read. */
  static boolean typed() {
    return is(STANDARD_INPUT);
  }

  private static boolean is(int stream) {
    try {
      return isatty().invokeInt(new Object[] {stream}) != 0;
    } catch (UnsatisfiedLinkError e) { // a C library without this function
      return false;
    }
  }

  private static Function isatty() {
    return NativeLibrary.getInstance(Platform.C_LIBRARY_NAME)
        .getFunction(Platform.isWindows() ? "_isatty" : "isatty");
  }
}
