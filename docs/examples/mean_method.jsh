// A method: the distance of every feature to the mean of its place, over the training images of a class.
//   lib/onenip train --method mean --data DATA --run runs/mean --plug docs/examples/mean_method.jsh
//   lib/onenip evaluate --run runs/mean --data DATA --out runs/mean --plug docs/examples/mean_method.jsh

/** What is learned: a mean feature map of each class, K classes, (K, C, H, W). */
record Means(NDArray means) implements LearnedErrors {
  static Means of(TrainingData data) {
    return new Means(NDArrays.stack(data.cache().ofEachClass(features -> features.mean(new int[] {0}))));
  }

  /** The class is not known: at every place the nearest mean counts. */
  @Override
  public NDArray errors(NDArray features) { // (B, C, H, W) -> (B, 1, H, W)
    var away = features.expandDims(1).sub(means); // (B, K, C, H, W)
    return away.square().sum(new int[] {2}).sqrt().min(new int[] {1}, true);
  }
}

Methods.register(new LearnedMethod<>("mean", Means.class, Means::of));
