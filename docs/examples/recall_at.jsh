// A figure of one's own: which share of the defects is found, if one good image in twenty may be called defective?
//   RUN=runs/demo DATA=runs/demo/products lib/onenip shell docs/examples/recall_at.jsh

double recallAt(double alarms, List<ImageResult> results) {
  double[] good = results.stream().filter(r -> !r.sample().anomalous()).mapToDouble(ImageResult::score).sorted().toArray();
  if (good.length == 0) return Double.NaN;
  double threshold = good[good.length - 1 - (int) (alarms * good.length)];
  return results.stream().filter(r -> r.sample().anomalous()).mapToDouble(r -> r.score() > threshold ? 1 : 0).average().orElse(Double.NaN);
}

var set = DataSets.open(System.getenv("DATA"), List.of());
var detector = Detectors.load(Path.of(System.getenv("RUN")), Engine.getInstance().defaultDevice());
var evaluation = DetectorEvaluator.evaluate(detector, set, batch -> new PromptChoice.Nearest(), 0, done -> {});
var byClass = new TreeMap<>(evaluation.images().stream().collect(Collectors.groupingBy(r -> r.sample().className())));
byClass.forEach((name, results) -> System.out.printf("%-16s %6.3f%n", name, recallAt(0.05, results)));
System.out.printf("%-16s %6.3f%n", "mean", byClass.values().stream().mapToDouble(results -> recallAt(0.05, results)).average().orElse(Double.NaN));
detector.close();
/exit
