package org.onenip.synthesis;

import java.util.SplittableRandom;
import org.onenip.data.RgbImage;

/** Where DRAEM's textures come from. */
@FunctionalInterface
public interface TextureSource {
  /** A texture {@code width × height}, chosen by {@code random}. */
  RgbImage texture(int width, int height, SplittableRandom random);
}
