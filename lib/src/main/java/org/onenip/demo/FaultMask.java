package org.onenip.demo;

import java.util.ArrayDeque;
import org.onenip.data.PixelMask;

/** The exact mask of a fault: where the same specimen looks different with it and without. */
final class FaultMask {
  private static final int SIZE = Canvas.SIZE;
  private static final double VISIBLE = 12;

  private FaultMask() {}

  /**
   * Compares two pictures. Gaps between changed pixels are closed, as a person who marks a defect
   * would: narrow ones in a structural defect, the whole part in a camouflaged one.
   */
  static PixelMask of(float[] normal, float[] faulty, Product.Group group) {
    var changed = new boolean[SIZE * SIZE];
    for (int i = 0; i < changed.length; i++) {
      for (int c = 3 * i; c < 3 * i + 3; c++) {
        changed[i] |= Math.abs(normal[c] - faulty[c]) > VISIBLE;
      }
    }
    boolean whole = group == Product.Group.CAMOUFLAGED;
    int radius = whole ? 6 : 1;
    var closed = not(dilate(not(dilate(changed, radius)), radius));
    return new PixelMask(SIZE, SIZE, fillHoles(closed, whole ? Integer.MAX_VALUE : 40));
  }

  /** The share of the picture that a mask covers. */
  static double share(PixelMask mask) {
    int count = 0;
    for (boolean flag : mask.anomalous()) {
      count += flag ? 1 : 0;
    }
    return (double) count / mask.anomalous().length;
  }

  private static boolean[] not(boolean[] flags) {
    var inverse = new boolean[flags.length];
    for (int i = 0; i < flags.length; i++) {
      inverse[i] = !flags[i];
    }
    return inverse;
  }

  private static boolean[] dilate(boolean[] flags, int radius) {
    var grown = flags.clone();
    for (int i = 0; i < flags.length; i++) {
      if (flags[i] && onEdge(flags, i)) {
        int x = i % SIZE;
        int y = i / SIZE;
        for (int v = Math.max(0, y - radius); v <= Math.min(SIZE - 1, y + radius); v++) {
          for (int u = Math.max(0, x - radius); u <= Math.min(SIZE - 1, x + radius); u++) {
            grown[v * SIZE + u] |=
                (u - x) * (u - x) + (v - y) * (v - y) <= radius * radius + radius;
          }
        }
      }
    }
    return grown;
  }

  private static boolean onEdge(boolean[] flags, int at) {
    int x = at % SIZE;
    return x > 0 && !flags[at - 1]
        || x < SIZE - 1 && !flags[at + 1]
        || at >= SIZE && !flags[at - SIZE]
        || at < SIZE * (SIZE - 1) && !flags[at + SIZE];
  }

  /** Fills enclosed gaps of at most so many pixels. */
  private static boolean[] fillHoles(boolean[] flags, int most) {
    var filled = flags.clone();
    var seen = flags.clone();
    for (int start = 0; start < flags.length; start++) {
      if (seen[start]) {
        continue;
      }
      var gap = new ArrayDeque<Integer>();
      var region = new ArrayDeque<Integer>();
      boolean open = false;
      gap.add(start);
      seen[start] = true;
      while (!gap.isEmpty()) {
        int at = gap.poll();
        region.add(at);
        int x = at % SIZE;
        int y = at / SIZE;
        open |= x == 0 || y == 0 || x == SIZE - 1 || y == SIZE - 1;
        int[] next = {
          x > 0 ? at - 1 : at,
          x < SIZE - 1 ? at + 1 : at,
          y > 0 ? at - SIZE : at,
          y < SIZE - 1 ? at + SIZE : at
        };
        for (int n : next) {
          if (!seen[n]) {
            seen[n] = true;
            gap.add(n);
          }
        }
      }
      if (!open && region.size() <= most) {
        region.forEach(at -> filled[at] = true);
      }
    }
    return filled;
  }
}
