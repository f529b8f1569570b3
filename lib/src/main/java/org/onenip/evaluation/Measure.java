package org.onenip.evaluation;

import java.util.function.Function;

/** The four figures that the paper reports. */
public enum Measure {
  IMAGE_AUROC("image AUROC", "i_auroc", Figures::imageAuroc),
  IMAGE_AP("image AP", "i_ap", Figures::imageAp),
  PIXEL_AUROC("pixel AUROC", "p_auroc", Figures::pixelAuroc),
  PIXEL_AP("pixel AP", "p_ap", Figures::pixelAp);

  private final String title;
  private final String key;
  private final Function<Figures, Double> rate;

  Measure(String title, String key, Function<Figures, Double> rate) {
    this.title = title;
    this.key = key;
    this.rate = rate;
  }

  /** Its name in tables. */
  public String title() {
    return title;
  }

  /** Its name in files. */
  public String key() {
    return key;
  }

  /** The rate in 0…1, or {@code null}. */
  Double of(Figures figures) {
    return rate.apply(figures);
  }
}
