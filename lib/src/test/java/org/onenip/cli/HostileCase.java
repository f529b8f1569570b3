package org.onenip.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A command on an input that nobody should have to trust.
 *
 * @param kind of the input
 * @param what is wrong with it; with the kind it names the case
 * @param command writes the input into a folder of its own
 */
record HostileCase(String kind, String what, Command command) {
  /** Writes an input and says what to call on it. */
  @FunctionalInterface
  interface Command {
    Object[] in(Path folder) throws IOException;
  }

  String name() {
    return kind + ": " + what;
  }

  /** Cases of one kind. */
  static final class Cases extends ArrayList<HostileCase> {
    private static final long serialVersionUID = 1L;

    private final String kind;

    Cases(String kind) {
      this.kind = kind;
    }

    void add(String what, Command command) {
      add(new HostileCase(kind, what, command));
    }

    /** Bits flipped in so many places, and so many cuts, of a file's bytes. */
    void addDamage(byte[] whole, int flips, int cuts, ByteCommand command) {
      for (int seed = 0; seed < flips; seed++) {
        var bytes = flipped(whole, seed);
        add("flipped bit " + seed, folder -> command.in(folder, bytes));
      }
      for (int i = 0; i < cuts; i++) {
        var bytes = java.util.Arrays.copyOf(whole, (int) ((long) whole.length * i / cuts));
        add("cut %d of %d".formatted(i, cuts), folder -> command.in(folder, bytes));
      }
    }
  }

  /** The same for bytes that were made before. */
  @FunctionalInterface
  interface ByteCommand {
    Object[] in(Path folder, byte[] bytes) throws IOException;
  }

  /** One bit is another; half of the places are among the first thousand bytes. */
  private static byte[] flipped(byte[] whole, int seed) {
    var random = new Random(seed);
    var bytes = whole.clone();
    int among = seed % 2 == 0 ? bytes.length : Math.min(bytes.length, 1000);
    bytes[random.nextInt(among)] ^= (byte) (1 << random.nextInt(8));
    return bytes;
  }

  /** The items as they are handed to a command. */
  static Object[] call(Object... arguments) {
    return List.of(arguments).toArray();
  }
}
