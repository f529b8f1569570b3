package org.onenip.notebook;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/** Reads figures as a browser does, or a viewer that drops scripts and attributes of ours. */
final class Page {
  static final String HOSTILE = "</script><img src=x onerror='alert(1)'> & \"more\"";

  private Page() {}

  /** The pictures that a viewer without scripts shows. */
  static List<BufferedImage> pictures(String html) {
    return Pattern.compile("<img src=\"data:image/(?:png|jpeg);base64,([^\"]+)\"")
        .matcher(withoutScripts(html))
        .results()
        .map(found -> picture(found.group(1)))
        .toList();
  }

  static BufferedImage picture(String base64) {
    try {
      return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String withoutScripts(String html) {
    return html.replaceAll("(?s)<script>.*?</script>", "").replaceAll(" data-[a-z-]+='[^']*'", "");
  }

  /** What a figure's attribute gives its script. */
  static JsonElement json(String html, String name) {
    var attribute = Pattern.compile("data-" + name + "='([^']*)'").matcher(html);
    if (!attribute.find()) {
      throw new AssertionError("no " + name);
    }
    return JsonParser.parseString(attribute.group(1));
  }
}
