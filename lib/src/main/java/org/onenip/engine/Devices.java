package org.onenip.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.onenip.support.UserError;

/** The {@code --device} option. */
public final class Devices {
  private static final Pattern GPU = Pattern.compile("gpu(\\d*)");

  private Devices() {}

  /**
   * Devices by their names, with commas between them.
   *
   * @throws UserError if one of them does not exist, or a GPU is named twice
   */
  public static List<Device> each(String names) {
    if (names == null) {
      return List.of(of(null));
    }
    var devices = Arrays.stream(names.split(",", -1)).map(Devices::of).toList();
    long gpus = devices.stream().filter(Device::isGpu).count();
    if (devices.stream().filter(Device::isGpu).distinct().count() < gpus) {
      throw new UserError("--device %s names a GPU twice.".formatted(names));
    }
    return devices;
  }

  /**
   * A device by name; {@code null} gives GPU 0 if there is one, else the CPU.
   *
   * @throws UserError if there is no such device
   */
  public static Device of(String name) {
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
