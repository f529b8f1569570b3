package org.onenip.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import org.onenip.engine.Pass;

/** Where each token stands in the grid, added to queries and keys. */
interface Positions extends Block {
  /**
   * The positions of all tokens.
   *
   * @param beside gives the device, and the manager that will own the result
   * @return {@code (1, L, E)}
   */
  NDArray positions(Pass pass, NDArray beside);
}
