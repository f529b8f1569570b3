package org.onenip.method.onenip;

/** Over which pixels Dice (Eq. 7) is taken. */
public enum DiceOver {
  /**
   * Those of each image, then the mean over the images, as published. Of a normal image it is 1 − 1
   * / (Σp² + 1): flat while Σp² is large, a cliff once it comes near 1, with nothing better than p
   * = 0 at its foot. In short trainings the normal half of a batch falls down that cliff and takes
   * the other half along.
   */
  IMAGE,

  /** Those of the whole batch, in which a normal image is but pixels that should be dark. */
  BATCH
}
