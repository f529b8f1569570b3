package org.onenip.report;

import java.util.Map;

/** What readers call the losses of a log; a method's own by their names. */
public final class LossTitles {
  private static final Map<String, String> KNOWN =
      Map.of(
          "loss",
          "Total loss",
          "mse",
          "Reconstruction error (MSE)",
          "dice",
          "Refiner loss (Dice)",
          "recall",
          "Refiner recall");

  private LossTitles() {}

  /** The title of a loss. */
  public static String of(String name) {
    return KNOWN.getOrDefault(name, name);
  }
}
