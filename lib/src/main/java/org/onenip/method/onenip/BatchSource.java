package org.onenip.method.onenip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.onenip.data.RgbImage;
import org.onenip.data.Sample;
import org.onenip.support.Background;
import org.onenip.synthesis.PseudoAnomaly;
import org.onenip.synthesis.SampleSeed;
import org.onenip.synthesis.Synthesis;
import org.onenip.training.EpochOrder;
import org.onenip.training.Peers;

/**
 * Makes batches in background threads. A batch depends on seed and step alone, so that neither the
 * number of threads nor an interruption changes what is trained on.
 */
final class BatchSource implements AutoCloseable {
  private static final int LEAST_AHEAD = 3;

  /**
   * What one step trains on, before the backbone has seen it.
   *
   * @param normals indices of B normal samples
   * @param prompts index of a normal sample of the same class for each
   * @param pseudo a pseudo anomaly made of each of the first normals' pixels; empty without a
   *     synthesis
   * @param faults one made of the features of each of the other normals
   */
  record Batch(
      int[] normals, int[] prompts, List<PseudoAnomaly> pseudo, List<FeatureFault> faults) {
    /** Whether pseudo anomalies were asked for. */
    boolean hasPseudo() {
      return !pseudo.isEmpty() || !faults.isEmpty();
    }
  }

  /**
   * What every batch is made by.
   *
   * @param size B
   * @param synthesis makes pseudo anomalies of pixels; none where none are made
   * @param faults how many of a batch's pseudo anomalies are made of features
   * @param seed of the run
   */
  record Recipe(int size, Optional<Synthesis> synthesis, int faults, long seed) {}

  private final List<Sample> samples;
  private final List<List<Integer>> prompts;
  private final Function<Sample, RgbImage> images;
  private final Recipe recipe;
  private final Peers peers;
  private final EpochOrder order;
  private final Background<Batch> workers;
  private int next;

  /**
   * Starts making batches.
   *
   * @param samples normal training samples
   * @param prompts for each sample, the indices of those that may be its prompt
   * @param images reads a sample at the training's size
   * @param firstStep counts from 0; a resumed run goes on where it was
   * @param threads background threads
   */
  BatchSource(
      List<Sample> samples,
      List<List<Integer>> prompts,
      Function<Sample, RgbImage> images,
      Recipe recipe,
      int firstStep,
      int threads) {
    this.samples = samples;
    this.images = images;
    this.recipe = recipe;
    this.peers = new Peers(samples, images);
    this.next = firstStep;
    this.prompts = prompts;
    order = new EpochOrder(samples.size(), recipe.seed());
    int ahead = Math.max(LEAST_AHEAD, threads + 1); // so that no thread waits for work
    workers = new Background<>("batches", threads, ahead);
  }

  /**
   * The batch of the next step; waits where it is not yet made.
   *
   * @throws org.onenip.support.UserError if an image or a texture cannot be used
   */
  Batch next() {
    while (!workers.full()) {
      int step = next++;
      workers.begin(() -> make(step));
    }
    return workers.next();
  }

  private Batch make(int step) {
    int size = recipe.size();
    var normals = order.batch(step, size);
    var chosen = new int[size];
    var pseudo = new ArrayList<PseudoAnomaly>(size);
    var ofFeatures = new ArrayList<FeatureFault>(recipe.faults());
    for (int i = 0; i < size; i++) {
      var random = SampleSeed.of(recipe.seed(), step, i);
      var sample = samples.get(normals[i]);
      var candidates = prompts.get(normals[i]);
      chosen[i] = candidates.get(random.nextInt(candidates.size()));
      if (i >= size - recipe.faults()) {
        ofFeatures.add(FeatureFault.draw(samples.size(), images.apply(sample).width(), random));
        continue;
      }
      var peer = peers.of(normals[i], recipe.seed(), step, i);
      recipe.synthesis().ifPresent(s -> pseudo.add(s.apply(images.apply(sample), peer, random)));
    }
    return new Batch(normals, chosen, pseudo, ofFeatures);
  }

  @Override
  public void close() {
    workers.close();
  }
}
