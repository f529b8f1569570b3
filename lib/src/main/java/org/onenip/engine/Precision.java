package org.onenip.engine;

import ai.djl.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.onenip.support.UserError;

/**
 * What large products, attention and the backbone's convolutions are computed in. Weights,
 * optimizer, normalisation, softmax and losses are float32 throughout, and sums within a product
 * too. As in PyTorch ({@code torch.set_float32_matmul_precision}) it is chosen for the whole
 * process.
 */
public enum Precision {
  /** As published; the default wherever numbers are compared. */
  FLOAT32,

  /** float32 with 10 bits of mantissa in products, on NVIDIA's tensor cores. */
  TF32,

  /** 8 bits of mantissa, where a processor multiplies them by hardware. */
  BF16;

  /** The system property by which a process is started in another precision than float32. */
  public static final String PROPERTY = "onenip.precision";

  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final List<String> UNITS = List.of("avx512_bf16", "amx_bf16", "bf16");

  private static volatile Precision current = named(System.getProperty(PROPERTY));

  /** What is computed in now. */
  public static Precision current() {
    return current;
  }

  /** Chooses it for all that is computed from now on. */
  public static void use(Precision precision) {
    current = precision;
  }

  /** Does some work in this precision; afterwards it is what it was. */
  public <T> T during(Supplier<T> work) {
    var before = current;
    use(this);
    try {
      return work.get();
    } finally {
      use(before);
    }
  }

  /** BF16 on a processor with units for it, which a system other than Linux does not tell. */
  public static Precision fastest(Device device) {
    return !device.isGpu() && hasUnits() ? BF16 : FLOAT32;
  }

  private static boolean hasUnits() {
    if (!Files.isReadable(PROCESSORS)) {
      return false;
    }
    try (var lines = Files.lines(PROCESSORS)) {
      return lines
          .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
          .anyMatch(line -> Arrays.stream(line.split("\\s+")).anyMatch(UNITS::contains));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * By its name in lower case, as options and files have it.
   *
   * @param name null for float32, which older runs do not name
   * @throws UserError if there is none of this name
   */
  public static Precision named(String name) {
    if (name == null) {
      return FLOAT32;
    }
    return Arrays.stream(values())
        .filter(precision -> precision.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    "There is no precision \"%s\"; choose one of %s."
                        .formatted(
                            name,
                            Arrays.stream(values())
                                .map(Precision::toString)
                                .collect(Collectors.joining(", ")))));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
