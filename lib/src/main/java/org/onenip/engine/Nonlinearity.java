package org.onenip.engine;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** What may follow a convolution, in place. */
public enum Nonlinearity {
  NONE("none", "", "x"),
  SWISH("swish", "", "torch.silu_(x)"),

  /** Of the Lite networks. */
  RELU6("hardtanh", "0., 6.", "torch.hardtanh_(x, 0., 6.)");

  private final String fusedName;
  private final String fusedNumbers;
  private final EngineOperation operation;

  Nonlinearity(String fusedName, String fusedNumbers, String expression) {
    this.fusedName = fusedName;
    this.fusedNumbers = fusedNumbers;
    operation = new EngineOperation(expression, List.of("x"));
  }

  /** Changes {@code x} and returns it. */
  public NDArray apply(NDArray x) {
    if (this != NONE) {
      operation.apply(x).close(); // it is x under another handle
    }
    return x;
  }

  /** The words for it in the engine's kernel of a convolution: name, numbers, algorithm. */
  String fused() {
    return "\"%s\", annotate(List[Optional[number]], [%s]), \"\""
        .formatted(fusedName, fusedNumbers);
  }
}
