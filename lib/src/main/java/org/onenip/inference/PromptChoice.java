package org.onenip.inference;

import java.util.List;

/** How an image gets its prompt (METHOD §7). */
public sealed interface PromptChoice {
  /** The prompt whose mean feature has the highest cosine similarity to the image's. */
  record Nearest() implements PromptChoice {}

  /**
   * The first prompt of the class that the caller knows each image to be of.
   *
   * @param classes one class an image
   */
  record Told(List<String> classes) implements PromptChoice {}

  /**
   * A random prompt of the told class, as the published evaluation does.
   *
   * @param classes one class an image
   * @param seed the same seed gives the same prompts
   */
  record Random(List<String> classes, long seed) implements PromptChoice {}

  /**
   * The first prompt of one class for all images, right or wrong.
   *
   * @param className a class of the pool
   */
  record Fixed(String className) implements PromptChoice {}
}
