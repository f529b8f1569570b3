package org.onenip.data;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.onenip.TestImages;

/** Small data sets as BTAD and VisA come, and the published lists. */
public final class PublishedTrees {
  private PublishedTrees() {}

  /** Classes 01 (BMP, PNG masks), 02 (PNG) and 03 (BMP, also its masks). */
  public static Path btad(Path root, int side) {
    for (var format :
        new String[][] {{"01", "bmp", "png"}, {"02", "png", "png"}, {"03", "bmp", "bmp"}}) {
      var folder = root.resolve(format[0]);
      for (int i = 0; i < 3; i++) {
        var color = new Color(60 * format[0].charAt(1) % 256, 120, 60);
        write(side, color, i, folder.resolve("train/ok/000%d.%s".formatted(i, format[1])));
        write(side, color, 10 + i, folder.resolve("test/ok/000%d.%s".formatted(i, format[1])));
        write(side, color, 20 + i, folder.resolve("test/ko/000%d.%s".formatted(i, format[1])));
        mask(side, 255, folder.resolve("ground_truth/ko/000%d.%s".formatted(i, format[2])));
      }
    }
    return root;
  }

  /** Classes candle and pcb1; masks mark with small numbers, as VisA's do. */
  public static Path visa(Path root, int side) {
    var rows = new StringBuilder("object,split,label,image,mask\n");
    for (var name : new String[] {"pcb1", "candle"}) {
      var color = name.equals("pcb1") ? new Color(30, 90, 160) : new Color(200, 190, 120);
      for (int i = 4; i >= 0; i--) {
        var image = "%s/Data/Images/Normal/%04d.JPG".formatted(name, i);
        write(side, color, i, root.resolve(image));
        rows.append("%s,%s,normal,%s,\n".formatted(name, i < 3 ? "train" : "test", image));
      }
      for (int i = 0; i < 2; i++) {
        var image = "%s/Data/Images/Anomaly/%03d.JPG".formatted(name, i);
        var mask = "%s/Data/Masks/Anomaly/%03d.png".formatted(name, i);
        write(side, color, 30 + i, root.resolve(image));
        mask(side, 2, root.resolve(mask));
        rows.append("%s,test,anomaly,%s,%s\n".formatted(name, image, mask));
      }
    }
    return text(root, "split_csv/1cls.csv", rows.toString());
  }

  /** The lists of {@link TestImages#twoClasses}, in the order of the published ones: none. */
  public static Path lists(Path root) {
    var train = new StringBuilder();
    var test = new StringBuilder();
    for (var name : new String[] {"orange", "green"}) {
      for (int i = 11; i >= 0; i--) {
        train.append(
            """
            {"filename": "%1$s/train/good/%2$03d.png", "label": 0, "label_name": "good", "clsname": "%1$s"}
            """
                .formatted(name, i));
      }
      for (int i = 0; i < 2; i++) {
        test.append(
            """
            {"filename": "%1$s/test/spot/%2$03d.png", "label": 1, "label_name": "defective", "maskname": "%1$s/ground_truth/spot/%2$03d_mask.png", "clsname": "%1$s"}
            {"filename": "%1$s/test/good/%2$03d.png", "label": 0, "maskname": ""}
            """
                .formatted(name, i));
      }
    }
    text(root, "test.json", test.toString());
    return text(root, "train.json", train.toString());
  }

  /** Writes a text file below a root. */
  public static Path text(Path root, String name, String text) {
    try {
      Files.createDirectories(root.resolve(name).getParent());
      Files.writeString(root.resolve(name), text);
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(int side, Color color, int seed, Path file) {
    write(TestImages.stripes(side, color, seed), file);
  }

  private static void mask(int side, int value, Path file) {
    var mask = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    for (int x = 0; x < side / 2; x++) {
      mask.getRaster().setSample(x, 1, 0, value);
    }
    write(mask, file);
  }

  private static void write(BufferedImage image, Path file) {
    var name = file.getFileName().toString().toLowerCase();
    var format = name.endsWith("jpg") ? "jpg" : name.substring(name.length() - 3);
    try {
      Files.createDirectories(file.getParent());
      if (!ImageIO.write(image, format, file.toFile())) {
        throw new IllegalStateException("nothing writes " + file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
