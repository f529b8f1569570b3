// Scores every image of a folder with the embedded detector, the most anomalous first.
//   lib/onenip shell lib/scripts/detect_folder.jsh
// IMAGES in the environment names another folder, RUN another trained run than the embedded one.

String setting(String name, String usual) { return System.getenv().getOrDefault(name, usual); }

// without a folder of yours: the pictures of cables with a doubled core, drawn if they are missing
var folder = setting("IMAGES", "");
if (folder.isEmpty()) {
  Workshop.products("cable");
  folder = Workshop.runs().resolve("demo/products/cable/test/doubled_core").toString();
}
var detector = setting("RUN", "").isEmpty() ? load() : load(setting("RUN", ""));

// one map an image; its score is the largest mean of 16 x 16 pixels
record Scored(float score, Path file) {}
var scored = new ArrayList<Scored>();
for (var file : PictureFolder.imagesIn(Path.of(folder))) {
  scored.add(new Scored(detect(detector, file.toString()).score(), file));
}
scored.sort(Comparator.comparing(Scored::score).reversed().thenComparing(Scored::file)); // equal ones too
scored.forEach(one -> System.out.printf("%8.3f  %s%n", one.score(), one.file()));
detector.close();
/exit
