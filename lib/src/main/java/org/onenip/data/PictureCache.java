package org.onenip.data;

import ai.djl.util.Utils;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.onenip.support.UserError;

/**
 * Small labelled pictures that come as one binary file, written out once as {@code
 * NAME/SPLIT/LABEL/NUMBER.png}, so that they are read, shown and looked at like all others.
 */
final class PictureCache {
  private final Path folder;

  /** Keeps pictures in a folder. */
  PictureCache(Path folder) {
    this.folder = folder;
  }

  /**
   * {@code ONENIP_CACHE} of the environment or the system properties, or beside DJL's own cache.
   */
  static PictureCache usual() {
    var chosen = Utils.getEnvOrSystemProperty("ONENIP_CACHE");
    return new PictureCache(
        chosen == null || chosen.isBlank()
            ? Utils.getCacheDir().resolve("onenip")
            : Path.of(chosen));
  }

  /** Where pictures come from. */
  interface Source {
    /** Hands out all pictures of a split in order. */
    void read(String split, Sink sink) throws IOException;
  }

  /** Where they go to. */
  interface Sink {
    void add(BufferedImage picture, String label) throws IOException;
  }

  /**
   * The folder that holds all pictures; writes them first where they are missing. What was begun
   * and not finished is not taken for whole.
   */
  Path of(String name, List<String> labels, Source source) {
    var whole = folder.resolve(name);
    if (Files.isDirectory(whole)) {
      return whole;
    }
    try {
      Files.createDirectories(folder);
      var begun = Files.createTempDirectory(folder, name + ".begun-");
      try {
        for (var split : List.of("train", "test")) {
          write(begun.resolve(split), labels, split, source);
        }
        Files.move(begun, whole);
      } finally {
        Utils.deleteQuietly(begun);
      }
      return whole;
    } catch (IOException | RuntimeException e) {
      if (Files.isDirectory(whole)) { // another process was faster
        return whole;
      }
      throw new UserError(
          "%s cannot be fetched into %s (%s): connect to the network once, or copy that folder from a machine that has it."
              .formatted(name, whole, e),
          e);
    }
  }

  private static void write(Path split, List<String> labels, String name, Source source)
      throws IOException {
    for (var label : labels) {
      Files.createDirectories(split.resolve(label));
    }
    var count = new int[1];
    source.read(
        name,
        (picture, label) -> {
          var file = split.resolve(label).resolve("%05d.png".formatted(count[0]++));
          ImageIO.write(picture, "png", file.toFile());
        });
  }
}
