// Trains a run as the command does, from a program, and asks the detector about every test image.
//   DATA=runs/demo/products RUN=runs/mine lib/onenip shell docs/examples/train_run.jsh
// SIZE and STEPS in the environment change the budget.

String setting(String name, String usual) { return System.getenv().getOrDefault(name, usual); }

var data = setting("DATA", "runs/demo/products");
var run = Path.of(setting("RUN", "runs/mine"));
var set = DataSets.open(data, List.of());

var changes = new com.google.gson.JsonObject(); // what --set changes
Overrides.parse("steps=" + setting("STEPS", "1000"), changes);
var plan = RunPlan.of(data).withPreset(Preset.TINY).withSize(Integer.parseInt(setting("SIZE", "160"))).with(changes, "STEPS");
new TrainingRun(run, null, new StepListener() {
  @Override
  public void step(StepLog entry) {
    if (entry.step() % 50 == 0) {
      System.out.println(entry.step() + " " + entry.losses());
    }
  }
}).begin(plan, set);

try (var detector = Detectors.load(run, Engine.getInstance().defaultDevice())) {
  for (var sample : set.test()) {
    var map = detector.detect(List.of(ImageFiles.read(sample.image()))).get(0);
    System.out.printf("%s/%s: %.3f, %s%n", sample.className(), sample.kind(), map.score(), map.anomalous() ? "anomalous" : "normal");
  }
}
/exit
