// Trains every decoder on a small budget from several seeds and prints a table.
//   lib/onenip shell lib/scripts/compare_decoders.jsh
// DATA, STEPS and SEEDS in the environment change the data and the budget.

String setting(String name, String usual) { return System.getenv().getOrDefault(name, usual); }

var set = setting("DATA", "").isEmpty() ? Workshop.products("cable", "tray") : DataSets.open(setting("DATA", ""), List.of());
int steps = Integer.parseInt(setting("STEPS", "100"));
int seeds = Integer.parseInt(setting("SEEDS", "2"));

// images of 96 pixels: a grid of 6 x 6 tokens. All variants begin at random, so that none is favoured.
int grid = 6;
var settings = Records.with(OneNipSettings.tiny(208, grid, set.train().size()).withoutMemory().withSteps(steps), "promptStart", false);
var variants = new LinkedHashMap<String, OneNipSettings>();
for (var name : List.of(Decoders.LAYERWISE_QUERY, Decoders.UNIDIRECTIONAL, Decoders.BIDIRECTIONAL)) {
  variants.put(name, settings.withModel(settings.model().withDecoder(name)));
}

// rows appear as soon as they are measured
System.out.println("decoder            seed  image AUROC  pixel AP   time");
var results = Comparison.run(set, variants, seeds, r -> System.out.printf("%-18s %4d %12.3f %9.3f %5.0f s%n", r.variant(), r.seed(), r.figures().imageAuroc(), r.figures().pixelAp(), r.seconds()));

// the mean of the seeds; with so few steps and images a difference of a few hundredths is noise
for (var name : variants.keySet()) {
  var auroc = results.stream().filter(r -> r.variant().equals(name)).mapToDouble(r -> r.figures().imageAuroc()).average().orElseThrow();
  System.out.printf("%-18s mean %12.3f%n", name, auroc);
}
/exit
