package org.onenip.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.onenip.engine.AlignedResize;
import org.onenip.engine.CellMean;
import org.onenip.support.UserError;

/**
 * The multi-scale neck (docs/method.md §1): brings all maps to stride 16 and concatenates them.
 *
 * <p>The published one samples the map of stride 2 at 4 of the 64 positions that a token stands
 * for, so that a defect of a few pixels may fall between them. The others look at all of them.
 */
public enum Neck {
  /** The published one: bilinear, corners aligned, no antialiasing. C = ΣCᵢ. */
  PUBLISHED {
    @Override
    NDList resize(NDArray map, int side) {
      return new NDList(AlignedResize.apply(map, side, side));
    }
  },

  /** The mean of each cell of 16 × 16 image pixels. C = ΣCᵢ. */
  MEAN {
    @Override
    NDList resize(NDArray map, int side) {
      return new NDList(CellMean.apply(map, side, side));
    }
  },

  /**
   * Mean and standard deviation of each cell; of maps no finer than the grid, the mean alone. The
   * deviation tells of what is small in a cell: a pit changes it more than the mean.
   */
  MOMENTS {
    @Override
    NDList resize(NDArray map, int side) {
      var mean = CellMean.apply(map, side, side);
      if (map.getShape().get(2) <= side) {
        return new NDList(mean);
      }
      var variance = CellMean.apply(map.square(), side, side).sub(mean.square());
      return new NDList(mean, variance.maximum(0).sqrt());
    }
  };

  /** Image pixels to a token's side. */
  static final int STRIDE = 16;

  /** One map at the grid's size, {@code (B, ·, side, side)} each. */
  abstract NDList resize(NDArray map, int side);

  /** The maps that have at least one position in each cell of a grid; the finest if none has. */
  static NDList atLeastAsFine(NDList maps, int side) {
    long finest = maps.stream().mapToLong(map -> map.getShape().get(2)).max().orElseThrow();
    long least = Math.min(side, finest);
    return new NDList(maps.stream().filter(map -> map.getShape().get(2) >= least).toList());
  }

  /**
   * Joins maps.
   *
   * @param maps each {@code (B, Cᵢ, Hᵢ, Wᵢ)}
   * @param side S/16
   * @return {@code (B, C, side, side)}
   */
  public NDArray join(NDList maps, int side) {
    var resized = new NDList();
    maps.forEach(map -> resized.addAll(resize(map, side)));
    return NDArrays.concat(resized, 1);
  }

  /**
   * By its name in lower case, as options and files have it.
   *
   * @param name null for the published one, which older runs do not name
   * @throws UserError if there is none of this name
   */
  public static Neck named(String name) {
    if (name == null) {
      return PUBLISHED;
    }
    return Arrays.stream(values())
        .filter(neck -> neck.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    "There is no neck \"%s\"; choose one of %s."
                        .formatted(
                            name,
                            Arrays.stream(values())
                                .map(Neck::toString)
                                .collect(Collectors.joining(", ")))));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
