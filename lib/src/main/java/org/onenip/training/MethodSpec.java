package org.onenip.training;

import ai.djl.Device;
import org.onenip.detect.Detector;
import org.onenip.detect.SavedDetector;
import org.onenip.support.UserError;

/**
 * A way to find anomalies: all that a method registers. It keeps no state: trained twice, it gives
 * the same twice.
 *
 * @param <S> its settings, which {@code --set} changes by the names of their components; {@link
 *     NoSettings} where it has none. With a schedule they are {@link TrainingSettings}
 */
public interface MethodSpec<S extends Record> {
  /** What {@code --method} and the files of its detectors call it. */
  String name();

  /**
   * Its settings.
   *
   * @param preset how long and how large to train
   * @throws UserError if it has none for the preset
   */
  S settings(Preset preset, TrainingSize data);

  /** Its settings' type; of a run's file they are read as such. */
  @SuppressWarnings("unchecked")
  default Class<S> settingsType() {
    return (Class<S>) settings(Preset.SMALL, new TrainingSize(272, 14, 1)).getClass();
  }

  /**
   * Trains on the normal images of all classes at once, or goes on where an interrupted training of
   * the same run stopped.
   *
   * @return the detector, not yet saved; the caller closes it. Its backbone was {@linkplain
   *     TrainingContext#handOver handed over}
   * @throws org.onenip.detect.TrainingStopped if the listener asked for it; a checkpoint was
   *     written
   * @throws UserError if an image, a setting or the run folder cannot be used
   */
  Detector train(TrainingContext context, S settings);

  /**
   * Puts together what {@link Detector#save} took apart.
   *
   * @param device where it will run
   * @throws UserError if the file is damaged
   */
  Detector read(SavedDetector saved, Device device);

  /**
   * Checks what can be checked of settings before an image is read.
   *
   * @throws UserError if they cannot be had together
   */
  default void check(S settings) {}

  /**
   * Checks settings against the data, the backbone and the devices, before anything is written.
   *
   * @throws UserError if they do not go together
   */
  default void check(S settings, TrainingContext context) {}

  /** Whether settings name anything that a user registered. */
  default boolean isPlugged(S settings) {
    return false;
  }

  /** The least side of its images. */
  default int smallestSize() {
    return 32;
  }

  /** Whether it draws pseudo anomalies with textures. */
  default boolean usesTextures() {
    return false;
  }

  /** Whether it trains on several devices. */
  default boolean sharesBatches() {
    return false;
  }
}
