// A method: the distance of every feature to the mean of its place, over the training images of a class.
//   lib/onenip train --method mean --data DATA --run runs/mean --plug docs/examples/mean_method.jsh
//   lib/onenip evaluate --run runs/mean --data DATA --out runs/mean --plug docs/examples/mean_method.jsh

/** Holds a mean feature map of each class: K classes, (K, C, H, W). */
class MeanDetector extends SingleMapDetector {
  final NDArray means;

  MeanDetector(FeatureExtractor extractor, NDArray means) {
    super("mean", extractor);
    this.means = means;
    means.attach(manager()); // the detector closes it
  }

  /** The class is not known: at every place the nearest mean counts. */
  @Override
  protected NDArray errors(NDArray features) { // (B, C, H, W) -> (B, 1, H, W)
    var away = features.expandDims(1).sub(means); // (B, K, C, H, W)
    return away.square().sum(new int[] {2}).sqrt().min(new int[] {1}, true);
  }

  @Override
  public void save(Path run) {
    save(run, Map.of("means", means));
  }
}

class MeanMethod implements MethodSpec<NoSettings> {
  @Override
  public String name() {
    return "mean";
  }

  @Override
  public NoSettings settings(Preset preset, TrainingSize data) {
    return new NoSettings(); // it takes no steps
  }

  @Override
  public Detector train(TrainingContext context, NoSettings settings) {
    try (var data = context.data(true, false, 133);
        var scratch = data.cache().newSubManager()) {
      var means = new NDList();
      for (var members : FeatureCache.byClass(data.split().fit()).values()) {
        int[] indices = members.stream().mapToInt(i -> i).toArray();
        means.add(data.cache().get(scratch, indices).mean(new int[] {0})); // (n, C, H, W) -> (C, H, W)
      }
      var detector = new MeanDetector(data.extractor(), NDArrays.stack(means));
      detector.calibrate(data.calibrator(context.listener()).thresholds(detector));
      return context.handOver(detector);
    }
  }

  @Override
  public Detector read(SavedDetector saved, Device device) {
    return SingleMapDetector.read(saved, device, (extractor, learned) -> new MeanDetector(extractor, learned.get("means")));
  }
}

Methods.register(new MeanMethod());
