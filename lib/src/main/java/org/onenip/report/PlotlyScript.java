package org.onenip.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import org.onenip.support.Resources;

/**
 * The Plotly library for pages that open without a network: the script from the class path,
 * compressed, to be inflated by the browser's {@code DecompressionStream('gzip')}.
 */
public final class PlotlyScript {
  private static final String RESOURCE =
      "/META-INF/resources/webjars/plotly.js-dist/2.35.3/plotly.js";

  private PlotlyScript() {}

  /** A script that declares {@code loadPlotly(base64)}, which sets the global {@code Plotly}. */
  public static String loader() {
    return Resources.text(PlotlyScript.class, "plotly-loader.js");
  }

  /** The gzip-compressed script in base64, some three million characters. */
  public static String base64() {
    return Compressed.BASE64;
  }

  /** Compressed at the first use only, which takes most of a second. */
  private static final class Compressed {
    static final String BASE64 = compress();

    private static String compress() {
      var bytes = new ByteArrayOutputStream();
      try (var script = PlotlyScript.class.getResourceAsStream(RESOURCE);
          var gzip = new GZIPOutputStream(bytes)) {
        script.transferTo(gzip);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
  }
}
