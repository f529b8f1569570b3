package org.onenip.method.onenip;

/** Whose squared errors are minimised (Fig. 2; Eq. 4 and 5). */
public enum Streams {
  /** L_rec and L_res: OneNIP's. */
  BOTH,
  /** L_rec alone: pseudo anomalies serve the refiner, where there is one, and nothing else. */
  RECONSTRUCTION,
  /** L_res alone: normal images serve the refiner, where there is one, and as the target. */
  RESTORATION
}
