package org.onenip.synthesis;

import java.util.Arrays;

/**
 * Pastes a piece so that its gradients stay and its edge takes the image's colours: Poisson's
 * equation Δf = div v on the piece's pixels, f being the image around them (Pérez et al., 2003).
 *
 * <p>v is the piece's gradient, or with mixed gradients the image's where that is stronger. Solved
 * for each channel by successive over-relaxation, whose best factor for an n × n square is 2 / (1 +
 * sin(π / (n + 1))); 1.5 n + 10 sweeps leave less than a grey level. No gradient crosses the edge
 * of the image.
 */
final class SeamlessClone {
  private final DefectCanvas canvas;
  private final Piece piece;

  /** f of the piece's pixels and of those around them. */
  private final float[] values;

  /** The sum of the guiding gradients towards each pixel from its neighbours in the image. */
  private final float[] guide;

  /** The piece's pixels in the image. */
  private final int[] pixels;

  /** Which of the four neighbours are in the image, a bit each. */
  private final byte[] neighbors;

  SeamlessClone(DefectCanvas canvas, Piece piece, boolean mixed) {
    this.canvas = canvas;
    this.piece = piece;
    int count = piece.shape.length;
    values = new float[3 * count];
    guide = new float[3 * count];
    neighbors = new byte[count];
    var found = new int[count];
    var inside = new boolean[count];
    int unknown = 0;
    for (int i = 0; i < count; i++) {
      int p = piece.target(i, canvas);
      if (p >= 0) {
        inside[i] = true;
        for (int c = 0; c < 3; c++) {
          values[3 * i + c] = canvas.rgb[3 * p + c] & 255;
        }
        if (piece.shape[i]) {
          found[unknown++] = i;
        }
      }
    }
    pixels = Arrays.copyOf(found, unknown);
    for (int i : pixels) {
      guide(i, inside, mixed);
    }
  }

  private int offset(int neighbor) {
    return switch (neighbor) {
      case 0 -> -1;
      case 1 -> 1;
      case 2 -> -piece.width;
      default -> piece.width;
    };
  }

  private void guide(int i, boolean[] inside, boolean mixed) {
    for (int n = 0; n < 4; n++) {
      int q = i + offset(n);
      if (inside[q]) {
        neighbors[i] |= (byte) (1 << n);
        for (int c = 0; c < 3; c++) {
          float own = piece.rgb[3 * i + c] - piece.rgb[3 * q + c];
          float under = values[3 * i + c] - values[3 * q + c];
          guide[3 * i + c] += mixed && Math.abs(under) > Math.abs(own) ? under : own;
        }
      }
    }
  }

  void paste() {
    int n = Math.min(piece.width, piece.height);
    float factor = (float) (2 / (1 + Math.sin(Math.PI / (n + 1))));
    int sweeps = 3 * n / 2 + 10;
    for (int sweep = 0; sweep < sweeps; sweep++) {
      for (int i : pixels) {
        relax(i, factor);
      }
    }
    for (int i : pixels) {
      canvas.mix(piece.target(i, canvas), 1, values[3 * i], values[3 * i + 1], values[3 * i + 2]);
    }
  }

  private void relax(int i, float factor) {
    int in = neighbors[i];
    int at = 3 * i;
    float red = guide[at];
    float green = guide[at + 1];
    float blue = guide[at + 2];
    int count = Integer.bitCount(in);
    for (int n = 0; n < 4; n++) {
      if ((in & 1 << n) != 0) {
        int q = at + 3 * offset(n);
        red += values[q];
        green += values[q + 1];
        blue += values[q + 2];
      }
    }
    values[at] += factor * (red / count - values[at]);
    values[at + 1] += factor * (green / count - values[at + 1]);
    values[at + 2] += factor * (blue / count - values[at + 2]);
  }
}
