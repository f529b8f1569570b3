package org.onenip.method.onenip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.onenip.backbone.Backbone;
import org.onenip.detect.FeatureExtractor;
import org.onenip.detect.FeatureScale;
import org.onenip.detect.TokenBank;
import org.onenip.engine.AlignedResize;
import org.onenip.engine.Tensors;

/**
 * What normal images of each class look like, token by token, at two levels: the features that the
 * network rebuilds, and finer ones, which see what is small. A second opinion beside the
 * reconstruction: it takes no training, and errs elsewhere.
 *
 * <p>Letters: B images, C channels of the network's level, C' of the finer one, H = W side of the
 * first, L tokens of an image.
 */
public final class NormalMemory {
  /** Tokens that a class's are chosen among: all of a hundred images of 224 pixels. */
  private static final int CANDIDATES = 20_000;

  /** Of the mean of both levels: 1 for the plain one, infinite for the larger of both. */
  private static final double EXPONENT = 8;

  /** Of images that are all the same. */
  private static final double LEAST_DISTANCE = 1e-3;

  private final FeatureScale fineScale;
  private final int[] fineGroups;
  private final Map<String, ClassMemory> classes = new LinkedHashMap<>();

  /**
   * Both levels of a class.
   *
   * @param grid tokens of the network's level
   * @param fine tokens of the finer one
   * @param gridDistance the largest distance in a normal image that is not in the memory, typically
   * @param fineDistance the same at the finer level
   */
  public record ClassMemory(
      TokenBank grid, TokenBank fine, double gridDistance, double fineDistance) {}

  /**
   * What a memory says of images.
   *
   * @param tokens N, the normal token nearest to each of the features', {@code (B, C, H, W)}
   * @param fineErrors how far each finer token is from the nearest normal one: the root mean square
   *     over the channels of each mean and deviation, {@code (B, ·, 2H, 2W)}
   * @param map S_nn, {@code (B, 1, 2H, 2W)}: the distances at both levels, each in units of what is
   *     typical of the class, by their power mean of exponent 8, for either may see what the other
   *     does not
   */
  public record Nearest(NDArray tokens, NDArray fineErrors, NDArray map) {
    /** What a network is given of it. */
    public NDList errors() {
      return new NDList(tokens, fineErrors);
    }
  }

  /**
   * Remembers nothing yet.
   *
   * @param fineScale by which finer features are standardised
   * @param fineGroups of {@link Backbone#fineGroups}
   */
  public NormalMemory(FeatureScale fineScale, int[] fineGroups) {
    this.fineScale = fineScale;
    this.fineGroups = fineGroups.clone();
  }

  /** By which finer features are standardised. */
  public FeatureScale fineScale() {
    return fineScale;
  }

  /** What it knows, by class. */
  public Map<String, ClassMemory> classes() {
    return Collections.unmodifiableMap(classes);
  }

  /**
   * Remembers a class; its distances are not yet known.
   *
   * @param features {@code (B, C, H, W)} of normal images, standardised
   * @param fine {@code (B, C', 2H, 2W)} of the same, standardised
   * @param images which training image each of them is
   * @param size tokens that are kept at each level
   */
  public void learn(
      String name, NDArray features, NDArray fine, int[] images, int size, long seed) {
    put(
        name,
        new ClassMemory(
            TokenBank.of(features, images, size, CANDIDATES, seed),
            TokenBank.of(fine, images, size, CANDIDATES, seed),
            1,
            1));
  }

  /** Takes over the tokens of a class. */
  void put(String name, ClassMemory tokens) {
    classes.put(name, tokens);
  }

  /**
   * Sets what is typical of a class.
   *
   * @param gridDistance see {@link ClassMemory}
   */
  public void measure(String name, double gridDistance, double fineDistance) {
    var own = classes.get(name);
    classes.put(
        name,
        new ClassMemory(
            own.grid(),
            own.fine(),
            Math.max(gridDistance, LEAST_DISTANCE),
            Math.max(fineDistance, LEAST_DISTANCE)));
  }

  /** A memory that knows these prompts' classes too: what it did not, from the prompt's image. */
  NormalMemory covering(List<Prompt> prompts, FeatureExtractor extractor, NDManager manager) {
    var whole = new NormalMemory(fineScale, fineGroups);
    whole.classes.putAll(classes);
    double grid = typical(ClassMemory::gridDistance);
    double fine = typical(ClassMemory::fineDistance);
    for (var prompt : prompts) {
      if (!whole.classes.containsKey(prompt.className())) {
        try (var scratch = manager.newSubManager()) {
          var levels = extractor.levels(scratch, List.of(prompt.image()));
          whole.learnAll(prompt.className(), levels.get(0), fineScale.apply(levels.get(1)));
          whole.measure(prompt.className(), grid, fine);
          whole.attach(prompt.className(), manager);
        }
      }
    }
    return whole;
  }

  /** Of one image: every token, and the distances that are usual. */
  private void learnAll(String name, NDArray features, NDArray fine) {
    int all = (int) (fine.getShape().get(2) * fine.getShape().get(3));
    learn(name, features, fine, new int[] {0}, all, 0);
  }

  private double typical(ToDoubleFunction<ClassMemory> distance) {
    return classes.values().stream().mapToDouble(distance).average().orElse(1);
  }

  /**
   * A memory of a single normal image for each of several classes, named "0", "1", ….
   *
   * @param features {@code (P, C, H, W)}, standardised
   * @param fine {@code (P, C', 2H, 2W)}, as the extractor gives them
   */
  NormalMemory ofImages(NDArray features, NDArray fine) {
    var memory = new NormalMemory(fineScale, fineGroups);
    var standardised = fineScale.apply(fine);
    for (long p = 0; p < features.getShape().get(0); p++) {
      var name = String.valueOf(p);
      memory.learnAll(name, features.get("{}:{}", p, p + 1), standardised.get("{}:{}", p, p + 1));
      memory.measure(name, typical(ClassMemory::gridDistance), typical(ClassMemory::fineDistance));
    }
    return memory;
  }

  /**
   * Compares images with the normal ones of their classes.
   *
   * @param features {@code (B, C, H, W)}, standardised
   * @param fine {@code (B, C', 2H, 2W)}, as the extractor gives them
   * @param names the class of each
   * @return owned by the features' manager
   */
  public Nearest nearest(NDArray features, NDArray fine, List<String> names) {
    int[] except = IntStream.range(0, names.size()).map(i -> TokenBank.NONE).toArray();
    return nearest(features, fineScale.apply(fine), names, except);
  }

  /**
   * The same in training.
   *
   * @param fine standardised
   * @param except the training image that each of them is, whose own tokens do not count
   */
  public Nearest nearest(NDArray features, NDArray fine, List<String> names, int[] except) {
    var manager = features.getManager();
    try (var scratch = manager.newSubManager()) {
      var of = of(names);
      var tokens = TokenBank.nearest(features, grids(of), except);
      var squares = TokenBank.nearest(fine, fines(of), except).sub(fine).square();
      squares.attach(scratch); // (B, C', 2H, 2W)
      var errors = groups(squares);
      errors.attach(manager);
      int side = (int) fine.getShape().get(2);
      var grid = AlignedResize.apply(distance(tokens, features), side, side);
      var finer = squares.sum(new int[] {1}, true).sqrt();
      var map =
          powerMean(
              grid.div(distances(scratch, of, ClassMemory::gridDistance)),
              finer.div(distances(scratch, of, ClassMemory::fineDistance)));
      map.attach(manager);
      return new Nearest(tokens, errors, map);
    }
  }

  /**
   * The distances at both levels as they are.
   *
   * @param fine standardised
   * @param except as in {@link #nearest}
   * @return {@code (B, 1, H, W)} and {@code (B, 1, 2H, 2W)}
   */
  public NDList distances(NDArray features, NDArray fine, List<String> names, int[] except) {
    var of = of(names);
    return new NDList(
        distance(TokenBank.nearest(features, grids(of), except), features),
        distance(TokenBank.nearest(fine, fines(of), except), fine));
  }

  private static NDArray distance(NDArray tokens, NDArray features) {
    return tokens.sub(features).norm(new int[] {1}, true);
  }

  private List<ClassMemory> of(List<String> names) {
    return names.stream().map(classes::get).toList();
  }

  private static List<TokenBank> grids(List<ClassMemory> of) {
    return of.stream().map(ClassMemory::grid).toList();
  }

  private static List<TokenBank> fines(List<ClassMemory> of) {
    return of.stream().map(ClassMemory::fine).toList();
  }

  /** Root mean squares over the channels of each group. */
  private NDArray groups(NDArray squares) {
    var each = new NDList();
    int from = 0;
    for (int channels : fineGroups) {
      var group = squares.get(":, {}:{}", from, from + channels);
      each.add(group.mean(new int[] {1}, true).sqrt());
      from += channels;
    }
    return NDArrays.concat(each, 1);
  }

  /** Near the larger of both, yet what both say counts for more. */
  private static NDArray powerMean(NDArray a, NDArray b) {
    return a.pow(EXPONENT).add(b.pow(EXPONENT)).div(2).pow(1 / EXPONENT);
  }

  /** What is typical of each image's class, {@code (B, 1, 1, 1)}. */
  private static NDArray distances(
      NDManager manager, List<ClassMemory> of, ToDoubleFunction<ClassMemory> distance) {
    var distances = new float[of.size()];
    for (int i = 0; i < distances.length; i++) {
      distances[i] = (float) distance.applyAsDouble(of.get(i));
    }
    return Tensors.create(manager, distances, new Shape(distances.length, 1, 1, 1));
  }

  /** Hands all tokens to a manager. */
  public void attach(NDManager manager) {
    classes.keySet().forEach(name -> attach(name, manager));
  }

  /** Hands the tokens of a class to a manager. */
  public void attach(String name, NDManager manager) {
    classes.get(name).grid().attach(manager);
    classes.get(name).fine().attach(manager);
  }
}
