package org.onenip.synthesis;

import java.util.SplittableRandom;
import org.onenip.data.RgbImage;

/** Textures drawn from nothing but chance, where there are no photographs. */
public final class ProceduralTextures implements TextureSource {
  private static final int OCTAVES = 4;
  private static final int KINDS = 5;

  @Override
  public RgbImage texture(int width, int height, SplittableRandom random) {
    var values = pattern(random.nextInt(KINDS), width, height, random);
    var grain = octaves(width, height, random);
    double roughness = 0.3 * random.nextDouble();
    var palette = palette(random);
    var rgb = new byte[width * height * 3];
    for (int i = 0; i < values.length; i++) {
      double v = Math.max(0, Math.min(1, values[i] + roughness * grain[i]));
      double position = v * (palette.length - 1);
      int low = Math.min((int) position, palette.length - 2);
      for (int c = 0; c < 3; c++) {
        double mixed = palette[low][c] + (position - low) * (palette[low + 1][c] - palette[low][c]);
        rgb[3 * i + c] = Colors.clip((int) Math.round(mixed));
      }
    }
    return new RgbImage(width, height, rgb);
  }

  /** Three to five colours, between which the texture's values are mixed. */
  private static double[][] palette(SplittableRandom random) {
    var palette = new double[3 + random.nextInt(3)][3];
    for (var color : palette) {
      for (int c = 0; c < 3; c++) {
        color[c] = 255 * random.nextDouble();
      }
    }
    return palette;
  }

  /** Values of 0…1: clouds, stripes, checks, cells or warped waves. */
  private static double[] pattern(int kind, int width, int height, SplittableRandom random) {
    var values = new double[width * height];
    var warp = octaves(width, height, random);
    double angle = Math.PI * random.nextDouble();
    double period = 6 + 34 * random.nextDouble();
    double bend = kind == 4 ? 1.5 : 0.2 * random.nextDouble();
    var cells = kind == 3 ? cells(width, height, random) : null;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        double u = (x * Math.cos(angle) + y * Math.sin(angle)) / period + bend * warp[i];
        double v = (y * Math.cos(angle) - x * Math.sin(angle)) / period + bend * warp[i];
        values[i] =
            switch (kind) {
              case 0 -> 0.5 + 0.7 * warp[i];
              case 1, 4 -> 0.5 + 0.5 * Math.sin(2 * Math.PI * u);
              case 2 -> Math.floorMod((int) Math.floor(u) + (int) Math.floor(v), 2);
              default -> cells[i];
            };
      }
    }
    return values;
  }

  /** Worley's cells: distance to the nearest of some random points. */
  private static double[] cells(int width, int height, SplittableRandom random) {
    int points = 20 + random.nextInt(80);
    var px = random.doubles(points, 0, width).toArray();
    var py = random.doubles(points, 0, height).toArray();
    double scale = Math.sqrt((double) width * height / points);
    var values = new double[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double nearest = Double.POSITIVE_INFINITY;
        for (int p = 0; p < points; p++) {
          double dx = px[p] - x;
          double dy = py[p] - y;
          nearest = Math.min(nearest, dx * dx + dy * dy);
        }
        values[y * width + x] = Math.min(1, Math.sqrt(nearest) / scale);
      }
    }
    return values;
  }

  /** Perlin noise summed over octaves, about −1…1. */
  private static double[] octaves(int width, int height, SplittableRandom random) {
    var values = new double[width * height];
    double amplitude = 1;
    for (int o = 0; o < OCTAVES; o++) {
      int cells = 2 << o + random.nextInt(2);
      var noise = Perlin.noise(width, height, cells, cells, random);
      for (int i = 0; i < values.length; i++) {
        values[i] += amplitude * noise[i];
      }
      amplitude /= 2;
    }
    return values;
  }
}
