package org.onenip;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
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
  private static Optional<Path> shared(String path) {
    return Stream.of(System.getProperty("onenip.shared", "../shared"), "../../shared")
        .map(folder -> Path.of(folder, path))
        .filter(Files::exists)
        .findFirst();
  }

  /**
   * A file of the shared folder; the test is skipped where it does not lie beside the project, for
   * large reference files and real images are not copied into it.
   */
  public static Path needShared(String path) {
    var file = shared(path);
    assumeTrue(file.isPresent(), "the shared folder is not here");
    return file.get();
  }

  /** A test resource as a file. */
  public static Path resource(String name) {
    try {
      return Path.of(Reference.class.getResource("/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The arrays of an {@code .npz} test resource. */
  public static NDList resource(NDManager manager, String name) {
    return npz(manager, resource(name));
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
