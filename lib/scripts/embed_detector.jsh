// Makes the embedded detector of the notebooks: the demo's recipe with a quarter of its memory, to be
// small, and the network in half precision.
//   lib/onenip train --data runs/demo/products --preset tiny --size 160 --set model.memory=250 --run runs/embedded
//   lib/onenip shell lib/scripts/embed_detector.jsh
// RUN in the environment names another run.
void embed(Path run, Path file) throws Exception {
  var saved = Safetensors.read(run.resolve("model.safetensors"));
  try (var manager = NDManager.newBaseManager(Device.cpu())) {
    var arrays = new LinkedHashMap<String, NDArray>();
    for (var tensor : saved.tensors().entrySet()) {
      var name = tensor.getKey();
      var array = tensor.getValue().toArray(manager);
      arrays.put(name, name.startsWith("network.") ? array.toType(DataType.FLOAT16, false) : array);
    }
    Safetensors.write(file, arrays, saved.metadata());
    System.out.println(file + ": " + Files.size(file) + " bytes");
  }
}
embed(Path.of(System.getenv().getOrDefault("RUN", "runs/embedded")), Path.of("lib/src/main/resources/org/onenip/method/products.safetensors"))
/exit
