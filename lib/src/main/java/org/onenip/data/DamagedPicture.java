package org.onenip.data;

import java.io.IOException;

/** A picture that is not whole, or cannot be taken as it is; the message says how. */
final class DamagedPicture extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedPicture(String message) {
    super(message);
  }
}
