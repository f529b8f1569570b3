package org.onenip.cli;

import ai.djl.engine.Engine;
import org.onenip.engine.EngineThreads;
import org.onenip.engine.Precision;
import org.onenip.support.UserError;
import picocli.CommandLine.Option;

/** What products are computed in. */
final class PrecisionOption {
  static final String AUTO = "auto";

  @Option(
      names = "--precision",
      paramLabel = "P",
      description = {
        "What products, attention and the backbone's convolutions are computed in: float32; bf16, which"
            + " is fast on processors with units for it; tf32, of NVIDIA's GPUs; or auto: bf16 on a"
            + " processor that has such units (seen on Linux only), else float32."
      })
  private String name;

  /** What was chosen, null if nothing was. */
  Precision chosen() {
    if (name == null) {
      return null;
    }
    if (name.equals(AUTO)) {
      return Precision.fastest(Engine.getInstance().defaultDevice());
    }
    var precision = Precision.named(name);
    if (precision == Precision.TF32) {
      EngineThreads.allowTf32(); // before the engine is asked for anything
      if (!Engine.getInstance().defaultDevice().isGpu()) {
        throw new UserError(
            "--precision tf32 is of NVIDIA's GPUs, and there is none: take float32, bf16 or auto.");
      }
    }
    return precision;
  }

  /** The same, or float32, wherever numbers are compared. */
  Precision orFloat32() {
    var chosen = chosen();
    return chosen == null ? Precision.FLOAT32 : chosen;
  }
}
