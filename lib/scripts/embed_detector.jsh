// Makes the embedded detector of the notebooks of the demo's run: its network in half precision.
//   lib/onenip demo && lib/onenip shell lib/scripts/embed_detector.jsh
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
embed(Path.of("runs/demo"), Path.of("lib/src/main/resources/org/onenip/inference/products.safetensors"))
/exit
