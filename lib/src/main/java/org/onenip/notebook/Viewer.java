package org.onenip.notebook;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.onenip.report.Overlays;

/** Shows a picture outside of a notebook, in the viewer that the system has for PNG files. */
public final class Viewer {
  private Viewer() {}

  /** Writes the picture to a temporary file, opens it where there is a screen, and names it. */
  public static void open(BufferedImage picture) {
    try {
      var file = Files.createTempFile("onenip", ".png");
      Files.write(file, Overlays.png(picture));
      System.out.println(file);
      if (!openedBySystem(file)) {
        System.out.println("No viewer could be started: open the file yourself.");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean openedBySystem(Path file) {
    var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    var command =
        system.startsWith("windows")
            ? List.of("cmd", "/c", "start", "", file.toString())
            : List.of(system.startsWith("mac") ? "open" : "xdg-open", file.toString());
    try {
      new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
