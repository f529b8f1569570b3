package org.onenip.training;

/**
 * What every training of a network needs to know: how long it takes, in which steps, at which rate.
 */
public interface TrainingSettings {
  /** Whether features are standardised by channel. */
  boolean standardize();

  /** Optimizer steps; 0 where nothing is trained. */
  int steps();

  /** B, normal images a step. */
  int batch();

  /** The base rate. */
  double learningRate();

  /** How the rate runs. */
  Schedule schedule();

  /** Steps in which the rate rises from zero. */
  int warmUp();

  /** Of AdamW. */
  double weightDecay();

  /** Global L2 norm to which gradients are clipped. */
  double maxGradientNorm();

  /** Of everything random. */
  long seed();

  /** Steps between two checkpoints. */
  int checkpointEvery();
}
