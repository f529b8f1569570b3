package org.onenip.cli;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.util.regex.Pattern;
import org.onenip.UserError;

/** The {@code --device} option. */
final class Devices {
  private static final Pattern GPU = Pattern.compile("gpu(\\d*)");

  private Devices() {}

  /**
   * A device by name; {@code null} gives GPU 0 if there is one, else the CPU.
   *
   * @throws UserError if there is no such device
   */
  static Device of(String name) {
    if (name == null) {
      return Engine.getInstance().defaultDevice();
    }
    if (name.equals("cpu")) {
      return Device.cpu();
    }
    var gpu = GPU.matcher(name);
    if (!gpu.matches()) {
      throw new UserError(
          "There is no device \"%s\"; name cpu, or gpu0, gpu1 … with --device.".formatted(name));
    }
    int index = gpu.group(1).isEmpty() ? 0 : Integer.parseInt(gpu.group(1));
    int count = Engine.getInstance().getGpuCount();
    if (index >= count) {
      throw new UserError(
          "There is no GPU %d (%d found): take --device cpu, or build with -Pcuda on a machine that has one."
              .formatted(index, count));
    }
    return Device.gpu(index);
  }
}
