// What is the prompt worth? Trains OneNIP with the decoder without a prompt (Eq. 1) and with the
// bidirectional one (Eq. 3) from several seeds on all generated products, at the demo's budget, and
// writes how well each map finds every kind of camouflaged defect: the table of 03_prompt.
//   lib/onenip shell lib/scripts/prompt_effect.jsh
// STEPS, SEEDS and OUT in the environment change the budget and the file, DATA and SIZE the images. About
// five minutes for each of the nine trainings.

String setting(String name, String usual) { return System.getenv().getOrDefault(name, usual); }

var set = setting("DATA", "").isEmpty() ? Workshop.products() : DataSets.open(setting("DATA", ""), List.of());
int steps = Integer.parseInt(setting("STEPS", "1400"));
int seeds = Integer.parseInt(setting("SEEDS", "3"));
var out = Path.of(setting("OUT", "runs/prompt_effect.csv"));

int size = Integer.parseInt(setting("SIZE", "160"));
var files = new SampleImages(size);

// one budget for all; the third is the demo's recipe, which begins by returning the prompt
var tiny = OneNipSettings.tiny(208, size / 16, set.train().size()).withoutMemory().withSteps(steps);
var random = Records.with(tiny, "promptStart", false);
var variants = new LinkedHashMap<String, OneNipSettings>();
variants.put("layerwise-query", random.withModel(tiny.model().withDecoder(Decoders.LAYERWISE_QUERY)));
variants.put("bidirectional", random);
variants.put("bidirectional from the prompt", tiny);

// pixel AP of a kind's images together with the good ones of its class
double pixelAp(List<Sample> samples, Map<Sample, float[]> maps) {
  var scores = new ScoreSet();
  for (var sample : samples) {
    var mask = files.mask(sample).map(PixelMask::anomalous).orElseGet(() -> new boolean[size * size]);
    scores.add(maps.get(sample), mask, size);
  }
  return Ranking.of(scores).averagePrecision().orElseThrow();
}

// the mean of a map inside the defect over the mean outside of it
double insideOutside(List<Sample> samples, Map<Sample, float[]> maps) {
  double[] sums = new double[4];
  for (var sample : samples) {
    var mask = files.mask(sample).orElseThrow().anomalous();
    var map = maps.get(sample);
    for (int i = 0; i < map.length; i++) { sums[mask[i] ? 0 : 1] += map[i]; sums[mask[i] ? 2 : 3]++; }
  }
  return sums[0] / sums[2] / (sums[1] / sums[3]);
}

void measure(PrintWriter csv, String variant, long seed, OneNipDetector detector) {
  var rebuilt = new HashMap<Sample, float[]>();
  var fused = new HashMap<Sample, float[]>();
  for (var sample : set.test()) {
    var image = List.of(files.image(sample));
    rebuilt.put(sample, detector.maps(image, new PromptChoice.Nearest()).get(0).reconstruction());
    fused.put(sample, detector.detect(image, new PromptChoice.Nearest()).get(0).values());
  }
  for (var defect : DefectGroups.read(set.root()).get("camouflaged")) {
    var kind = set.test().stream().filter(s -> defect.equals(s.className() + "/" + s.kind())).toList();
    var good = set.test().stream().filter(s -> defect.startsWith(s.className() + "/") && !s.anomalous()).toList();
    var both = Stream.concat(kind.stream(), good.stream()).toList();
    if (!kind.isEmpty()) {
      csv.printf(Locale.ROOT, "%s,%d,%s,%d,%.4f,%.4f,%.4f%n", variant, seed, defect, kind.size(),
          insideOutside(kind, rebuilt), pixelAp(both, rebuilt), pixelAp(both, fused));
    }
  }
  csv.flush();
}

// seeds outermost: an interrupted script has all variants with some seeds
try (var csv = new PrintWriter(Files.newBufferedWriter(out))) {
  csv.println("decoder,seed,defect,images,inside_over_outside,ap_reconstruction,ap_fused");
  for (long seed = 1; seed <= seeds; seed++) {
    for (var variant : variants.entrySet()) {
      System.out.printf("%s, seed %d%n", variant.getKey(), seed);
      var settings = variant.getValue().withSeed(seed);
      try (var detector = (OneNipDetector) ScratchRun.train(new OneNipMethod(), settings, set, Backbones.load(Backbones.DEFAULT, Device.cpu()), size)) {
        measure(csv, variant.getKey(), seed, detector);
      }
    }
  }
}
System.out.println("Written: " + out);
/exit
