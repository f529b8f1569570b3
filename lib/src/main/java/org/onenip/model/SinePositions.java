package org.onenip.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.List;
import org.onenip.engine.Constants;
import org.onenip.engine.Pass;
import org.onenip.engine.ShapedBlock;

/**
 * Fixed positions as in DETR: half of the width for the row and half for the column, each as sines
 * and cosines of (index + 1) / 10000^(2k / (E/2)); the row half first.
 */
final class SinePositions extends ShapedBlock implements Positions {
  private final int grid;
  private final int width;

  SinePositions(int grid, int width) {
    this.grid = grid;
    this.width = width;
  }

  @Override
  public NDArray positions(Pass pass, NDArray beside) {
    return Constants.get(
        beside.getManager(),
        List.of(SinePositions.class, grid, width),
        this::values,
        new Shape(1, (long) grid * grid, width));
  }

  private float[] values() {
    int half = width / 2;
    var values = new float[grid * grid * width];
    for (int token = 0; token < grid * grid; token++) {
      for (int c = 0; c < width; c++) {
        int index = (c < half ? token / grid : token % grid) + 1;
        int k = c % half;
        double angle = index / Math.pow(10_000, 2.0 * (k / 2) / half);
        values[token * width + c] = (float) (k % 2 == 0 ? Math.sin(angle) : Math.cos(angle));
      }
    }
    return values;
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore parameters, NDList in, boolean training, PairList<String, Object> params) {
    return new NDList(positions(new Pass(parameters, training), in.head()));
  }
}
