package org.onenip.backbone;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.onenip.backbone.Backbone.Normalization;
import org.onenip.support.Excerpt;
import org.onenip.support.Reasons;
import org.onenip.support.UserError;

/** A backbone that was written in PyTorch and saved with {@code torch.jit.save}. */
final class TorchScript {
  /** The file's name in a run's folder. */
  static final String SAVED = "backbone.pt";

  private TorchScript() {}

  /**
   * Loads a module that turns normalised images {@code (B, 3, S, S)} into a tuple of maps.
   *
   * @throws UserError if the file is missing, or no such module
   */
  static Backbone load(String name, Path file, Device device) {
    if (!Files.isRegularFile(file)) {
      throw new UserError(
          "The TorchScript file %s does not exist; check the path.".formatted(file));
    }
    var model = Model.newInstance(file.getFileName().toString(), device, "PyTorch");
    try {
      var bytes = Files.readAllBytes(file); // what is saved is what was loaded
      model.load(file.toAbsolutePath().getParent(), file.getFileName().toString());
      var block = new CopyingBlock(model);
      var manager = model.getNDManager();
      try (var scratch = manager.newSubManager()) {
        var trial = scratch.zeros(new Shape(1, 3, 64, 64), DataType.FLOAT32);
        var maps = block.forward(new ParameterStore(scratch, false), new NDList(trial), false);
        var channels = maps.stream().mapToInt(map -> (int) map.getShape().get(1)).toArray();
        return new Backbone(
            name,
            manager,
            block,
            Normalization.IMAGENET,
            channels,
            folder -> write(folder.resolve(SAVED), bytes));
      }
    } catch (IOException | MalformedModelException | RuntimeException e) {
      model.close();
      throw new UserError(
          "%s is no TorchScript module that turns (B, 3, S, S) images into a tuple of maps (%s); export it with torch.jit.save."
              .formatted(file, Excerpt.reason(e)),
          e);
    }
  }

  private static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UserError(
          "%s cannot be written (%s); check the folder and the free space."
              .formatted(file, Reasons.of(e)),
          e);
    }
  }
}
