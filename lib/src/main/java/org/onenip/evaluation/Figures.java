package org.onenip.evaluation;

import java.util.Collection;
import java.util.Objects;
import java.util.function.Function;

/**
 * The figures of one class, or their mean (docs/method.md §9); rates in 0…1, {@code null} where
 * there are no masks or only one label.
 *
 * @param imageAuroc area under the ROC curve of the images' scores
 * @param imageAp average precision of the images' scores
 * @param imageF1Max best F1 over all thresholds of the images' scores
 * @param pixelAuroc area under the ROC curve of all pixels
 * @param pixelAp average precision of all pixels
 * @param pixelF1Max best F1 over all thresholds of the pixels
 * @param aupro area under the per-region overlap up to 30 % false positives, over its largest value
 * @param images test images
 * @param promptHitRate share of images that were given a prompt of their own class; {@code null}
 *     for methods without prompts
 */
public record Figures(
    Double imageAuroc,
    Double imageAp,
    Double imageF1Max,
    Double pixelAuroc,
    Double pixelAp,
    Double pixelF1Max,
    Double aupro,
    int images,
    Double promptHitRate) {
  /** The three figures of a ranking; {@code null} where there are none. */
  public record Rates(Double auroc, Double ap, Double f1Max) {}

  /** Those of the images' and of the pixels' ranking, and the rest. */
  public static Figures of(
      Rates images, Rates pixels, Double aupro, int count, Double promptHitRate) {
    return new Figures(
        images.auroc,
        images.ap,
        images.f1Max,
        pixels.auroc,
        pixels.ap,
        pixels.f1Max,
        aupro,
        count,
        promptHitRate);
  }

  /** The plain mean over classes, each figure over those that have it; images are added up. */
  public static Figures mean(Collection<Figures> classes) {
    return new Figures(
        mean(classes, Figures::imageAuroc),
        mean(classes, Figures::imageAp),
        mean(classes, Figures::imageF1Max),
        mean(classes, Figures::pixelAuroc),
        mean(classes, Figures::pixelAp),
        mean(classes, Figures::pixelF1Max),
        mean(classes, Figures::aupro),
        classes.stream().mapToInt(Figures::images).sum(),
        mean(classes, Figures::promptHitRate));
  }

  private static Double mean(Collection<Figures> classes, Function<Figures, Double> figure) {
    var mean =
        classes.stream().map(figure).filter(Objects::nonNull).mapToDouble(value -> value).average();
    return mean.isPresent() ? mean.getAsDouble() : null;
  }
}
