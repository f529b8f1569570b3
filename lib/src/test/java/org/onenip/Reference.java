package org.onenip;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Reference numbers: test resources, and the folder {@code shared} where it lies beside. */
public final class Reference {
  private Reference() {}

  /** A file of the shared folder, if that is there. */
  public static Optional<Path> shared(String path) {
    return Stream.of(System.getProperty("onenip.shared", "../shared"), "../../shared")
        .map(folder -> Path.of(folder, path))
        .filter(Files::exists)
        .findFirst();
  }

  /** The arrays of an {@code .npz} test resource. */
  public static NDList resource(NDManager manager, String name) {
    try (var in = Reference.class.getResourceAsStream("/" + name)) {
      return npz(manager, in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The arrays of an {@code .npz} file, but those of strings, which DJL cannot read. */
  public static NDList npz(NDManager manager, Path file) {
    try (var in = Files.newInputStream(file)) {
      return npz(manager, in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static NDList npz(NDManager manager, InputStream in) throws IOException {
    var kept = new ByteArrayOutputStream();
    try (var zip = new ZipInputStream(in);
        var out = new ZipOutputStream(kept)) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        var bytes = zip.readAllBytes();
        var header = new String(bytes, 0, Math.min(80, bytes.length), StandardCharsets.ISO_8859_1);
        if (!header.contains("'<U")) {
          out.putNextEntry(new ZipEntry(entry.getName()));
          out.write(bytes);
        }
      }
    }
    return NDList.decode(manager, new ByteArrayInputStream(kept.toByteArray()));
  }

  /** Asserts that max |actual − expected| is at most {@code tolerance} · max |expected|. */
  public static void assertClose(String what, NDArray expected, NDArray actual, double tolerance) {
    assertTrue(
        expected.getShape().equals(actual.getShape()),
        what + ": " + actual.getShape() + " for " + expected.getShape());
    float largest = expected.abs().max().getFloat();
    float error = actual.sub(expected).abs().max().getFloat() / largest;
    assertTrue(error <= tolerance, "%s is off by %.2e of its largest".formatted(what, error));
  }
}
