package org.onenip.training;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.onenip.backbone.Backbone;
import org.onenip.data.ImageSet;
import org.onenip.detect.RunFolder;
import org.onenip.detect.StepListener;

/** All that a method is given for one training. It owns the backbones until a detector does. */
public final class TrainingContext implements AutoCloseable {
  private final ImageSet set;
  private final List<Backbone> backbones;
  private final int size;
  private final Optional<Path> textures;
  private final RunFolder run;
  private final StepListener listener;
  private boolean handedOver;

  /**
   * What a training needs.
   *
   * @param set only its training part is looked at
   * @param backbones the same one, frozen, on every device that trains; closed with this
   * @param size S, a multiple of 16
   * @param textures a folder in DTD's layout; procedural textures where there is none
   * @param run where checkpoints and the log go
   * @param listener hears of the progress, and may stop it
   */
  public TrainingContext(
      ImageSet set,
      List<Backbone> backbones,
      int size,
      Optional<Path> textures,
      RunFolder run,
      StepListener listener) {
    this.set = set;
    this.backbones = List.copyOf(backbones);
    this.size = size;
    this.textures = textures;
    this.run = run;
    this.listener = listener;
  }

  /** On one device, with procedural textures. */
  public TrainingContext(
      ImageSet set, Backbone backbone, int size, RunFolder run, StepListener listener) {
    this(set, List.of(backbone), size, Optional.empty(), run, listener);
  }

  /** The images, of which only the training part may be looked at. */
  public ImageSet set() {
    return set;
  }

  /** The same backbone on every device that trains. */
  public List<Backbone> backbones() {
    return backbones;
  }

  /** S, the side of the images. */
  public int size() {
    return size;
  }

  /** A folder in DTD's layout, if the user named one. */
  public Optional<Path> textures() {
    return textures;
  }

  /** Where checkpoints and the log go. */
  public RunFolder run() {
    return run;
  }

  /** Hears of the progress, and may stop it. */
  public StepListener listener() {
    return listener;
  }

  /** The backbone of the first device. */
  public Backbone backbone() {
    return backbones.get(0);
  }

  /** What settings depend on. */
  public TrainingSize trainingSize() {
    return new TrainingSize(backbone().width(), size / 16, set.train().size());
  }

  /**
   * Splits the images and runs the backbone over those to learn from; warns of classes with too few
   * to hold any out.
   *
   * @param standardize whether to measure a scale and apply it
   * @param levels whether the finer level's features are kept too
   * @param seed of the split
   * @return to be closed before this
   */
  public TrainingData data(boolean standardize, boolean levels, long seed) {
    var shared = HeldOut.split(set.train(), seed).shared();
    if (!shared.isEmpty()) {
      listener.warn(
          "Too few normal images of %s to hold any out: κ and the thresholds are measured on those that were learned, and come out low; add images."
              .formatted(String.join(", ", shared)));
    }
    return TrainingData.of(set, backbones, size, standardize, levels, seed, listener);
  }

  /**
   * Leaves the first device's backbone to a detector.
   *
   * @return the detector that owns it now
   */
  public <D> D handOver(D detector) {
    handedOver = true;
    return detector;
  }

  @Override
  public void close() {
    backbones.stream().skip(handedOver ? 1 : 0).forEach(Backbone::close);
  }
}
