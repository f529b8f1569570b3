// Two backbones: one that is no network at all, and a TorchScript file by a short name.
//   lib/onenip train --data DATA --run runs/colours --backbone colours --plug docs/examples/colour_backbone.jsh

import ai.djl.nn.LambdaBlock;
import ai.djl.nn.pooling.Pool;

// the mean colour around every place at three scales: what must a network's features beat?
NDList meanColours(NDList images) {
  var maps = new NDList();
  for (int stride : new int[] {4, 8, 16}) {
    var window = new Shape(stride, stride);
    maps.add(Pool.avgPool2d(images.head(), window, window, new Shape(0, 0), false, true)); // (B, 3, S/stride, S/stride)
  }
  return maps;
}

Backbone colours(Device device) {
  var manager = NDManager.newBaseManager(device);
  Block block = new LambdaBlock(images -> meanColours(images), "colours");
  return new Backbone("colours", manager, block, Backbone.Normalization.IMAGENET, 3, 3, 3);
}

Backbones.register("colours", device -> colours(device));

// a file from torch.jit.save is read only when a command asks for the name
Backbones.register("wide-resnet", device -> Backbones.load("weights/wide_resnet50.pt", device));
