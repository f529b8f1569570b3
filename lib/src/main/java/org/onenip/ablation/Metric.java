package org.onenip.ablation;

import java.util.function.Function;
import org.onenip.evaluation.Figures;

/** The columns of an ablation's table (METHOD §8), rates in 0…1. */
public enum Metric {
  IMAGE_AUROC("image AUROC", "i_auroc", Figures::imageAuroc),
  IMAGE_AP("image AP", "i_ap", Figures::imageAp),
  PIXEL_AUROC("pixel AUROC", "p_auroc", Figures::pixelAuroc),
  PIXEL_AP("pixel AP", "p_ap", Figures::pixelAp),
  AUPRO("AUPRO", "aupro", Figures::aupro);

  private final String title;
  private final String key;
  private final Function<Figures, Double> figure;

  Metric(String title, String key, Function<Figures, Double> figure) {
    this.title = title;
    this.key = key;
    this.figure = figure;
  }

  /** For people. */
  public String title() {
    return title;
  }

  /** For files, as in {@code report.json}. */
  public String key() {
    return key;
  }

  /** The value; null where it cannot be had. */
  public Double of(Figures figures) {
    return figure.apply(figures);
  }
}
