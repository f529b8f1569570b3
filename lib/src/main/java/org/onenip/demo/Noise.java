package org.onenip.demo;

import java.util.SplittableRandom;

/**
 * Smooth random fields: values on a lattice, mixed smoothly in between. Cells that are longer than
 * wide give grain and brushed metal.
 */
final class Noise {
  private Noise() {}

  /**
   * A square field of one scale, about −1…1.
   *
   * @param size its side
   * @param cellWidth the lattice's width in pixels
   * @param cellHeight the lattice's height in pixels
   */
  static float[] field(SplittableRandom random, int size, double cellWidth, double cellHeight) {
    int columns = (int) (size / cellWidth) + 2;
    int rows = (int) (size / cellHeight) + 2;
    var lattice = new float[columns * rows];
    for (int i = 0; i < lattice.length; i++) {
      lattice[i] = (float) Jitter.of(random, 1);
    }
    var left = new int[size];
    var share = new float[size];
    for (int x = 0; x < size; x++) {
      left[x] = (int) (x / cellWidth);
      share[x] = smooth(x / cellWidth - left[x]);
    }
    var field = new float[size * size];
    for (int y = 0; y < size; y++) {
      int row = (int) (y / cellHeight);
      float down = smooth(y / cellHeight - row);
      for (int x = 0; x < size; x++) {
        int at = row * columns + left[x];
        float above = lattice[at] + (lattice[at + 1] - lattice[at]) * share[x];
        at += columns;
        float below = lattice[at] + (lattice[at + 1] - lattice[at]) * share[x];
        field[y * size + x] = above + (below - above) * down;
      }
    }
    return field;
  }

  /** Octaves of a field, each of half the cell and half the height of the one before. */
  static float[] octaves(SplittableRandom random, int size, double cell, int octaves) {
    var sum = new float[size * size];
    double height = 0.6;
    for (int o = 0; o < octaves; o++) {
      var field = field(random, size, cell, cell);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += (float) height * field[i];
      }
      cell /= 2;
      height /= 2;
    }
    return sum;
  }

  private static float smooth(double t) {
    return (float) (t * t * (3 - 2 * t));
  }
}
