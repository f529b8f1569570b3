package org.onenip.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * The Plotly library for pages that open without a network: the script from the class path,
 * compressed, to be inflated by the browser's {@code DecompressionStream('gzip')}.
 */
public final class PlotlyScript {
  private static final String RESOURCE =
      "/META-INF/resources/webjars/plotly.js-dist/2.35.3/plotly.js";

  private PlotlyScript() {}

  /** The gzip-compressed script in base64, some three million characters. */
  public static String base64() {
    return Compressed.BASE64;
  }

  /** Compressed at the first use only, which takes about a second. */
  private static final class Compressed {
    static final String BASE64 = compress();

    private static String compress() {
      var bytes = new ByteArrayOutputStream();
      try (InputStream script = PlotlyScript.class.getResourceAsStream(RESOURCE);
          OutputStream gzip = new BestGzip(bytes)) {
        script.transferTo(gzip);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
  }

  /** The JDK's stream compresses at its default level otherwise. */
  private static final class BestGzip extends GZIPOutputStream {
    BestGzip(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
