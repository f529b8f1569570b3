package org.onenip.synthesis;

import org.onenip.data.PixelMask;
import org.onenip.data.RgbImage;

/**
 * A normal image with a defect drawn into it.
 *
 * @param image Iₐ
 * @param mask M, the drawn pixels; it may be empty, then the image counts as normal
 */
public record PseudoAnomaly(RgbImage image, PixelMask mask) {
  /** Whether the mask has any pixel. */
  boolean seen() {
    for (boolean anomalous : mask.anomalous()) {
      if (anomalous) {
        return true;
      }
    }
    return false;
  }
}
