package org.onenip.training;

import java.util.Locale;
import java.util.Optional;
import org.onenip.backbone.Neck;

/** How long and how large to train. */
public enum Preset {
  /** Without a step, where a method can do without. */
  QUICK,

  /** About four minutes on two processor cores, at image size 160. */
  TINY,

  /** About half an hour on two processor cores, at image size 224. */
  SMALL,

  /** The published recipe, for a GPU. */
  PAPER;

  /** How the backbone's maps are joined unless something else is asked for. */
  public Neck neck() {
    return this == PAPER ? Neck.PUBLISHED : Neck.MOMENTS;
  }

  /** How many passes over the data it takes, where that and not steps is what it says. */
  public Optional<Integer> epochs() {
    return this == PAPER ? Optional.of(Course.PAPER_EPOCHS) : Optional.empty();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
