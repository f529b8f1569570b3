// Does a decoder do what its contract says, and does a gradient reach each of its parameters?
//   DECODER=gated lib/onenip shell docs/examples/gated_decoder.jsh docs/examples/check_decoder.jsh

var name = System.getenv().getOrDefault("DECODER", Decoders.BIDIRECTIONAL);
var manager = NDManager.newBaseManager(Device.cpu());
var config = OneNipSettings.tiny(208, 6, 80).model().withDecoder(name);
var tokens = new Shape(2, config.tokens(), config.width());
var mask = NeighborMask.of(manager, config.grid(), config.neighborSize());
NDArray f = manager.randomNormal(tokens), p = manager.randomNormal(tokens), wanted = manager.randomNormal(tokens);
var positions = manager.randomNormal(new Shape(1, config.tokens(), config.width()));

var decoder = Decoders.create(config);
decoder.initialize(manager, DataType.FLOAT32, tokens, tokens, positions.getShape(), mask.getShape());
var store = new ParameterStore(manager, false);
var inference = new Pass(store, false);
var out = decoder.decode(inference, f, p, positions, mask);
System.out.println("the target's shape: " + out.getShape().equals(tokens));
System.out.println("the same twice: " + out.contentEquals(decoder.decode(inference, f, p, positions, mask)));
System.out.println("an image is rebuilt without its neighbours in the batch: " + out.get("0:1").allClose(decoder.decode(inference, f.get("0:1"), p.get("0:1"), positions, mask), 1e-4, 1e-4, false));

decoder.getParameters().values().forEach(parameter -> parameter.getArray().setRequiresGradient(true));
try (var gradients = Engine.getInstance().newGradientCollector()) {
  gradients.backward(decoder.decode(new Pass(store, true), f, p, positions, mask).sub(wanted).square().mean());
}
ParameterNames.of(decoder).forEach((part, parameter) -> System.out.printf("%-32s %.2e%n", part, parameter.getArray().getGradient().norm().getFloat()));
/exit
