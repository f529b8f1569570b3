package org.onenip.evaluation;

import java.util.List;
import java.util.function.Function;

/** The figures that tables have (docs/method.md §9). */
public enum Measure {
  IMAGE_AUROC("image AUROC", "i_auroc", Figures::imageAuroc),
  IMAGE_AP("image AP", "i_ap", Figures::imageAp),
  PIXEL_AUROC("pixel AUROC", "p_auroc", Figures::pixelAuroc),
  PIXEL_AP("pixel AP", "p_ap", Figures::pixelAp),
  AUPRO("AUPRO", "aupro", Figures::aupro);

  /** The four that the paper reports. */
  public static final List<Measure> PUBLISHED =
      List.of(IMAGE_AUROC, IMAGE_AP, PIXEL_AUROC, PIXEL_AP);

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
  public Double of(Figures figures) {
    return rate.apply(figures);
  }
}
