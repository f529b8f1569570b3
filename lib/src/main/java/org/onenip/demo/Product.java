package org.onenip.demo;

import java.util.List;
import java.util.SplittableRandom;

/** One class of the data set: something that is drawn, with or without a fault. */
interface Product {
  /** Whether a defect shows in a patch alone or only in its context. */
  enum Group {
    STRUCTURAL,
    CAMOUFLAGED
  }

  /** A kind of defect. */
  record Kind(String name, Group group) {
    static Kind structural(String name) {
      return new Kind(name, Group.STRUCTURAL);
    }

    static Kind camouflaged(String name) {
      return new Kind(name, Group.CAMOUFLAGED);
    }
  }

  /** The name of the class and of its folder. */
  String name();

  /** The kinds of defect that {@link #draw} knows. */
  List<Kind> kinds();

  /**
   * Draws one specimen. What varies from one to the next comes from {@code variation} alone and
   * does not depend on the fault, so that two drawings differ by the fault only.
   */
  void draw(Canvas canvas, SplittableRandom variation, Fault fault);
}
