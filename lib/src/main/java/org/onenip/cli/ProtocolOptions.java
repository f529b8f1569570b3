package org.onenip.cli;

import org.onenip.run.TestProtocol;
import org.onenip.support.UserError;
import picocli.CommandLine.Option;

/** The options that say how a detector is measured. */
final class ProtocolOptions {
  @Option(
      names = "--prompt",
      defaultValue = "nearest",
      paramLabel = "CHOICE",
      description = {
        "How an image gets its prompt: nearest; told (the first of its class); random (of its class);"
            + " averaged (nearest, each class's prompts averaged); wrong (the first of the next"
            + " class); a class's name for all; or image:FILE, a picture of yours.",
        "Default: ${DEFAULT-VALUE}"
      })
  private String prompt;

  @Option(
      names = "--prompts",
      defaultValue = "0",
      paramLabel = "N",
      description = {
        "Draw so many prompts of each class anew from the training images of --data; 0: those of the"
            + " run, and 16 for random and averaged."
      })
  private int prompts;

  @Option(
      names = "--kappa",
      defaultValue = "calibrated",
      paramLabel = "calibrated|test",
      description = {
        "κ measured on training normals, or on the whole test set as published.",
        "Default: ${DEFAULT-VALUE}"
      })
  private TestProtocol.Kappa kappa;

  @Option(
      names = "--weight",
      paramLabel = "W",
      description = "The refiner's weight in the fused map, 0 to 1, instead of the run's.")
  private Double weight;

  /**
   * What was chosen.
   *
   * @throws UserError if a number is out of its range
   */
  TestProtocol test() {
    try {
      return new TestProtocol(prompt, prompts, kappa, weight);
    } catch (IllegalArgumentException e) {
      throw new UserError("%s; see onenip evaluate --help.".formatted(e.getMessage()), e);
    }
  }
}
