// A method: the distance of every feature to the mean of its place, over the training images of a class.
//   lib/onenip train --method mean --data DATA --run runs/mean --plug docs/examples/mean_method.jsh
//   lib/onenip evaluate --run runs/mean --data DATA --out runs/mean --plug docs/examples/mean_method.jsh

/** Holds a mean feature map of each class: K classes, (K, C, H, W). */
class MeanDetector extends SingleMapDetector {
  final NDArray means;

  MeanDetector(FeatureExtractor extractor, Thresholds thresholds, NDArray means) {
    super("mean", extractor, thresholds);
    this.means = means;
    means.attach(manager()); // the detector closes it
  }

  MeanDetector(MeanDetector other, Thresholds thresholds) {
    super(other, thresholds);
    means = other.means;
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

class MeanMethod implements AnomalyMethod {
  final Backbone backbone;
  final int size;

  MeanMethod(Backbone backbone, int size) {
    this.backbone = backbone;
    this.size = size;
  }

  @Override
  public Detector train(ImageSet set, RunFolder run, TrainingListener listener) {
    try (var data = TrainingData.of(set, backbone, size, true, 133, listener);
        var scratch = data.cache().newSubManager()) {
      var byClass = new TreeMap<String, List<Integer>>();
      var fit = data.split().fit();
      for (int i = 0; i < fit.size(); i++) {
        byClass.computeIfAbsent(fit.get(i).className(), name -> new ArrayList<>()).add(i);
      }
      var means = new NDList();
      for (var members : byClass.values()) {
        int[] indices = members.stream().mapToInt(i -> i).toArray();
        means.add(data.cache().get(scratch, indices).mean(new int[] {0})); // (n, C, H, W) -> (C, H, W)
      }
      var detector = new MeanDetector(data.extractor(), Thresholds.NONE, NDArrays.stack(means));
      return new MeanDetector(detector, data.calibrator(listener).thresholds(detector));
    }
  }
}

class MeanRecipe implements Methods.Recipe {
  @Override
  public AnomalyMethod create(Backbone backbone, TrainingSettings settings, Optional<Path> textures, int size) {
    return new MeanMethod(backbone, size);
  }

  @Override
  public TrainingSettings settings(TrainingSettings preset) {
    return null; // it takes no steps
  }
}

Methods.register("mean", new MeanRecipe());
Detectors.register("mean", (saved, run, device) -> SingleMapDetector.read(saved, run, device,
    (extractor, thresholds, learned) -> new MeanDetector(extractor, thresholds, learned.get("means"))));
