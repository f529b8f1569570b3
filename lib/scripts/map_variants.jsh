// What else could be made of a detector's maps? For trained runs with a memory: other weights of the
// three maps, the error by cosine of each stride, a Gaussian over the fused map, other image scores, and a logistic regression of such
// scores, learned from held-out normal images and pseudo anomalies made of them.
//   DATA=real TEXTURES=real/textures RUNS=runs/a,runs/b lib/onenip shell lib/scripts/map_variants.jsh
// The seed of each run says which images were held out. A minute or two a run.

import ai.djl.ndarray.NDScope;

record Seen(Sample sample, boolean anomalous, boolean[] mask, OneNipDetector.Maps maps, float[] cosine) {}

String setting(String name) { return System.getenv().getOrDefault(name, ""); }

var set = DataSets.open(setting("DATA"), List.of());
var textures = setting("TEXTURES").isEmpty() ? Optional.<Path>empty() : Optional.of(Path.of(setting("TEXTURES")));

// S of Eq. 10 at other weights
float[] fused(OneNipDetector detector, OneNipDetector.Maps maps, double m, double w) {
  var calibration = detector.calibration();
  double typical = calibration.reconstructionError(detector.prompts().get(maps.prompt()).className());
  var map = new float[maps.refined().length];
  for (int i = 0; i < map.length; i++) {
    double error = (1 - m) * maps.reconstruction()[i] / typical + m * maps.remembered()[i];
    map[i] = (float) ((1 - w) * error + w * calibration.kappa() * maps.refined()[i]);
  }
  return map;
}

float[] blurred(float[] map, int side, double sigma) {
  if (sigma == 0) return map;
  int reach = (int) Math.ceil(3 * sigma);
  var kernel = IntStream.rangeClosed(-reach, reach).mapToDouble(k -> Math.exp(-k * k / (2 * sigma * sigma))).toArray();
  var once = new float[map.length];
  var twice = new float[map.length];
  for (int pass = 0; pass < 2; pass++) {
    var from = pass == 0 ? map : once;
    var to = pass == 0 ? once : twice;
    for (int y = 0; y < side; y++) for (int x = 0; x < side; x++) {
      double sum = 0, weight = 0;
      for (int k = -reach; k <= reach; k++) {
        int at = (pass == 0 ? x : y) + k;
        if (at >= 0 && at < side) {
          sum += kernel[k + reach] * from[pass == 0 ? y * side + at : at * side + x];
          weight += kernel[k + reach];
        }
      }
      to[y * side + x] = (float) (sum / weight);
    }
  }
  return twice;
}

// in place of S_rec: 1 − cos(F̂, F) of the channels of each stride, added up
float[] byCosine(OneNipDetector detector, RgbImage image, Prompt prompt) {
  int side = detector.size();
  try (var manager = NDManager.newBaseManager(Device.cpu()); var scope = new NDScope()) {
    scope.suppressNotUsedWarning();
    var network = detector.network();
    var pass = Pass.inference(manager);
    var f = detector.extractor().features(manager, List.of(image));
    var p = manager.create(prompt.features(), f.getShape());
    var rebuilt = network.decode(pass, network.encode(pass, f), network.encode(pass, p));
    NDArray sum = null;
    int from = 0;
    int[] widths = detector.network().config().channels() == 296 ? new int[] {32, 48, 96, 120} : new int[] {16, 24, 48, 120};
    for (int channels : widths) {
      var a = rebuilt.get(":, %d:%d".formatted(from, from + channels));
      var b = f.get(":, %d:%d".formatted(from, from + channels));
      var cosine = a.mul(b).sum(new int[] {1}, true).div(a.norm(new int[] {1}, true).mul(b.norm(new int[] {1}, true)).maximum(1e-6f));
      sum = sum == null ? cosine.neg().add(1) : sum.sub(cosine).add(1);
      from += channels;
    }
    return AlignedResize.apply(sum, side, side).toFloatArray();
  }
}

double largestMean(float[] map, int side, int pool) {
  var sums = new double[(side + 1) * (side + 1)];
  for (int y = 0; y < side; y++) for (int x = 0; x < side; x++)
    sums[(y + 1) * (side + 1) + x + 1] = map[y * side + x] + sums[y * (side + 1) + x + 1] + sums[(y + 1) * (side + 1) + x] - sums[y * (side + 1) + x];
  double best = Double.NEGATIVE_INFINITY;
  for (int y = pool; y <= side; y++) for (int x = pool; x <= side; x++)
    best = Math.max(best, sums[y * (side + 1) + x] - sums[(y - pool) * (side + 1) + x] - sums[y * (side + 1) + x - pool] + sums[(y - pool) * (side + 1) + x - pool]);
  return best / (pool * pool);
}

double topMean(float[] map, double share) {
  var sorted = map.clone();
  Arrays.sort(sorted);
  int count = Math.max(1, (int) (share * map.length));
  return IntStream.range(map.length - count, map.length).mapToDouble(i -> sorted[i]).average().orElseThrow();
}

// means over classes
double imageAuroc(List<Seen> seen, ToDoubleFunction<Seen> score) {
  return byClass(seen).mapToDouble(own -> {
    var scores = new ScoreSet();
    own.forEach(s -> scores.add((float) score.applyAsDouble(s), s.anomalous()));
    return Ranking.of(scores).auroc().orElse(Double.NaN);
  }).filter(v -> !Double.isNaN(v)).average().orElseThrow();
}
double pixelAp(List<Seen> seen, int side, Function<Seen, float[]> map) {
  return byClass(seen).mapToDouble(own -> {
    var scores = new ScoreSet();
    own.stream().filter(s -> s.mask() != null).forEach(s -> scores.add(map.apply(s), s.mask(), side));
    return Ranking.of(scores).averagePrecision().orElse(Double.NaN);
  }).filter(v -> !Double.isNaN(v)).average().orElseThrow();
}
Stream<List<Seen>> byClass(List<Seen> seen) {
  return new TreeMap<>(seen.stream().collect(Collectors.groupingBy(s -> s.sample().className()))).values().stream();
}

// scores of one image, of which the logistic regression learns a weighted sum
double[] scores(OneNipDetector detector, Seen seen) {
  int side = detector.size();
  var each = new ArrayList<Double>();
  for (var map : List.of(fused(detector, seen.maps(), 0, 0), fused(detector, seen.maps(), 1, 0), seen.maps().refined())) {
    each.add(Math.log(1e-3 + largestMean(map, side, 16)));
    each.add(Math.log(1e-3 + topMean(map, 0.01)));
    each.add(Math.log(1e-3 + topMean(map, 0.1)));
  }
  return each.stream().mapToDouble(v -> v).toArray();
}

// weights and, last, the constant; by Newton's method with a little weight decay on standardised scores
double[] logistic(List<double[]> inputs, List<Boolean> labels) {
  int n = inputs.get(0).length + 1;
  var weights = new double[n];
  for (int step = 0; step < 30; step++) {
    var gradient = new double[n];
    var hessian = new double[n][n];
    for (int i = 0; i < inputs.size(); i++) {
      var x = Arrays.copyOf(inputs.get(i), n);
      x[n - 1] = 1;
      double p = 1 / (1 + Math.exp(-IntStream.range(0, n).mapToDouble(k -> weights[k] * x[k]).sum()));
      double balance = labels.get(i) ? 1 : 4; // four pseudo anomalies a normal
      for (int a = 0; a < n; a++) {
        gradient[a] += balance * (p - (labels.get(i) ? 1 : 0)) * x[a];
        for (int b = 0; b < n; b++) hessian[a][b] += balance * p * (1 - p) * x[a] * x[b];
      }
    }
    for (int a = 0; a < n; a++) { gradient[a] += weights[a]; hessian[a][a] += 1; }
    var move = new org.apache.commons.math3.linear.LUDecomposition(new org.apache.commons.math3.linear.Array2DRowRealMatrix(hessian)).getSolver()
        .solve(new org.apache.commons.math3.linear.ArrayRealVector(gradient)).toArray();
    for (int a = 0; a < n; a++) weights[a] -= move[a];
  }
  return weights;
}

List<Seen> look(OneNipDetector detector, List<RgbImage> images, List<Sample> samples, List<boolean[]> masks, boolean anomalous) {
  var seen = new ArrayList<Seen>();
  for (int from = 0; from < images.size(); from += 16) {
    int to = Math.min(from + 16, images.size());
    var maps = detector.maps(images.subList(from, to), new PromptChoice.Nearest());
    for (int i = from; i < to; i++) seen.add(new Seen(samples.get(i), anomalous || samples.get(i).anomalous(), masks.get(i), maps.get(i - from),
        byCosine(detector, images.get(i), detector.prompts().get(maps.get(i - from).prompt()))));
  }
  return seen;
}

void measure(Path run) throws Exception {
  var detector = (OneNipDetector) Detectors.load(run, Device.cpu());
  int side = detector.size();
  var files = new SampleImages(side);
  long seed = Json.object(Files.readString(run.resolve("config.json"))).getAsJsonObject("settings").get("seed").getAsLong();
  var test = look(detector, set.test().stream().map(files::image).toList(), set.test(),
      set.test().stream().map(s -> files.mask(s).map(PixelMask::anomalous).orElse(null)).toList(), false);
  for (double m : new double[] {0, 0.5, 0.75, 0.9, 1}) for (double w : new double[] {0, 0.25, 0.5, 0.75, 1}) {
    print(run, "weights m = %.2f, w = %.2f".formatted(m, w), imageAuroc(test, s -> ImageScore.of(fused(detector, s.maps(), m, w), side)),
        pixelAp(test, side, s -> fused(detector, s.maps(), m, w)));
  }
  double m = detector.calibration().memoryWeight(), w = detector.calibration().weight();
  // the cosine on S_nn's scale: in units of the median largest value of held-out normal images
  var held = HeldOut.split(set.train(), seed).calibration();
  var normals = look(detector, held.stream().map(files::image).toList(), held, Collections.nCopies(held.size(), null), false);
  var typical = new HashMap<String, Double>();
  new TreeMap<>(normals.stream().collect(Collectors.groupingBy(s -> s.sample().className()))).forEach((name, own) -> {
    var sorted = own.stream().mapToDouble(s -> IntStream.range(0, s.cosine().length).mapToDouble(i -> s.cosine()[i]).max().orElseThrow()).sorted().toArray();
    typical.put(name, sorted[sorted.length / 2]);
  });
  for (double share : new double[] {0, 0.5, 0.9}) for (double v : new double[] {0, w}) {
    Function<Seen, float[]> map = s -> {
      var fused = new float[s.cosine().length];
      double unit = typical.get(detector.prompts().get(s.maps().prompt()).className());
      for (int i = 0; i < fused.length; i++) {
        double error = (1 - share) * s.cosine()[i] / unit + share * s.maps().remembered()[i];
        fused[i] = (float) ((1 - v) * error + v * detector.calibration().kappa() * s.maps().refined()[i]);
      }
      return fused;
    };
    print(run, "cosine, m = %.2f, w = %.2f".formatted(share, v), imageAuroc(test, s -> ImageScore.of(map.apply(s), side)), pixelAp(test, side, map));
  }
  for (double sigma : new double[] {0, 1, 2, 4, 6}) {
    print(run, "Gaussian σ = %.0f".formatted(sigma), imageAuroc(test, s -> ImageScore.of(blurred(fused(detector, s.maps(), m, w), side, sigma), side)),
        pixelAp(test, side, s -> blurred(fused(detector, s.maps(), m, w), side, sigma)));
  }
  for (int pool : new int[] {4, 8, 16, 32}) {
    print(run, "largest mean of %d × %d".formatted(pool, pool), imageAuroc(test, s -> largestMean(fused(detector, s.maps(), m, w), side, pool)), Double.NaN);
  }
  for (double share : new double[] {0.002, 0.01, 0.03, 0.1}) {
    print(run, "mean of the top %.1f %%".formatted(100 * share), imageAuroc(test, s -> topMean(fused(detector, s.maps(), m, w), share)), Double.NaN);
  }
  // the head
  var synthesis = Syntheses.named("varied", textures, new SynthesisShares());
  var known = new ArrayList<>(normals);
  for (int k = 0; k < 4; k++) {
    int round = k;
    var pseudo = IntStream.range(0, held.size()).mapToObj(i -> synthesis.apply(files.image(held.get(i)),
        () -> files.image(held.get((i + 1) % held.size())), SampleSeed.of(seed, 1_000_000 + round, i))).toList();
    known.addAll(look(detector, pseudo.stream().map(PseudoAnomaly::image).toList(), held, Collections.nCopies(held.size(), null), true));
  }
  var raw = known.stream().map(s -> scores(detector, s)).toList();
  int n = raw.get(0).length;
  var mean = IntStream.range(0, n).mapToDouble(k -> raw.stream().mapToDouble(x -> x[k]).average().orElseThrow()).toArray();
  var deviation = IntStream.range(0, n).mapToDouble(k -> Math.sqrt(raw.stream().mapToDouble(x -> (x[k] - mean[k]) * (x[k] - mean[k])).average().orElseThrow())).toArray();
  Function<double[], double[]> standard = x -> IntStream.range(0, n).mapToDouble(k -> (x[k] - mean[k]) / deviation[k]).toArray();
  var weights = logistic(raw.stream().map(standard).toList(), known.stream().map(Seen::anomalous).toList());
  ToDoubleFunction<Seen> head = s -> { var x = standard.apply(scores(detector, s)); return IntStream.range(0, n).mapToDouble(k -> weights[k] * x[k]).sum(); };
  print(run, "logistic regression of nine scores", imageAuroc(test, head), Double.NaN);
  System.out.printf(Locale.ROOT, "%s | (the regression's weights) | %s%n", run, DoubleStream.of(weights).mapToObj("%.2f"::formatted).collect(Collectors.joining(" ")));
  detector.close();
}
void print(Path run, String what, double auroc, double ap) { System.out.printf(Locale.ROOT, "%s | %s | %.4f | %.4f%n", run, what, auroc, ap); }

for (var run : setting("RUNS").split(",")) measure(Path.of(run));
/exit
