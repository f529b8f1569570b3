package org.onenip.backbone;

/**
 * How far a folder of somebody's is trusted. Networks of ours are numbers, and reading them runs
 * nothing; a TorchScript module is a program of its maker's, which runs with all of the user's
 * rights.
 */
public enum Trust {
  /** Nothing in it is run. */
  NUMBERS,
  /** Its TorchScript module may run: the user knows who made it. */
  TORCH_SCRIPT
}
