// Trains a small detector on a folder in MVTec layout, measures it and writes the report.
//   lib/onenip shell lib/scripts/train_and_report.jsh
// DATA, RUN, SIZE and STEPS in the environment change what is trained on, where, and for how long.

String setting(String name, String usual) { return System.getenv().getOrDefault(name, usual); }

var data = setting("DATA", "");
if (data.isEmpty()) {
  Workshop.products("cable", "tray");
  data = Workshop.runs().resolve("demo/products").toString();
}
var run = setting("RUN", Workshop.runs().resolve("script").toString());

// every command of the command line can be called; it returns its exit code
int trained = onenip("train", "--data", data, "--run", run, "--preset", "tiny", "--size", setting("SIZE", "160"), "--steps", setting("STEPS", "300"));
int measured = trained == 0 ? onenip("evaluate", "--run", run, "--data", data, "--out", run) : trained;

// the same figures as in report.html, for programs
if (measured == 0) System.out.println(Files.readString(Path.of(run, "report.json")));
/exit measured
