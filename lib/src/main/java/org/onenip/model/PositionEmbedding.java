package org.onenip.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.onenip.engine.Initializers;
import org.onenip.engine.Pass;
import org.onenip.engine.ShapedBlock;

/**
 * Learned positions (docs/method.md §2): a row table {@code (H, E/2)} and a column table {@code (W,
 * E/2)}; token (i, j) gets {@code [column_j ; row_i]}.
 */
final class PositionEmbedding extends ShapedBlock implements Positions {
  private final int grid;
  private final int width;
  private final Parameter rows;
  private final Parameter columns;

  PositionEmbedding(int grid, int width) {
    this.grid = grid;
    this.width = width;
    var type = Parameter.Type.OTHER;
    rows = parameter("row_embed.weight", type, Initializers.UNIT_UNIFORM, grid, width / 2);
    columns = parameter("col_embed.weight", type, Initializers.UNIT_UNIFORM, grid, width / 2);
  }

  @Override
  public NDArray positions(Pass pass, NDArray beside) {
    var table = new Shape(grid, grid, width / 2);
    var row = pass.rows(rows, beside, 0, grid).expandDims(1);
    var column = pass.rows(columns, beside, 0, grid).expandDims(0);
    return column
        .broadcast(table)
        .concat(row.broadcast(table), 2)
        .reshape(1, (long) grid * grid, width);
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore parameters, NDList in, boolean training, PairList<String, Object> params) {
    return new NDList(positions(new Pass(parameters, training), in.head()));
  }
}
