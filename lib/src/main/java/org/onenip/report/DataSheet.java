package org.onenip.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.onenip.data.ImageFiles;
import org.onenip.data.ImageSet;
import org.onenip.data.PilResize;
import org.onenip.data.Sample;
import org.onenip.data.SampleMask;

/** A contact sheet of a data set: what is normal in each class, and what each defect looks like. */
public final class DataSheet {
  private static final int TILE = 176;
  private static final int GAP = 10;
  private static final int CAPTION = 20;

  private DataSheet() {}

  /**
   * Draws the sheet: for each class some normal images, then the first image of each kind of defect
   * with its mask outlined in green. A class whose kinds do not fit one line takes several.
   *
   * @param set the data set
   * @param columns images a line
   * @throws org.onenip.support.UserError as {@link ImageFiles#read}
   */
  public static BufferedImage of(ImageSet set, int columns) {
    if (columns < 1) {
      throw new IllegalArgumentException("a sheet of %d columns".formatted(columns));
    }
    var lines = new ArrayList<List<Sample>>();
    for (var name : set.classes()) {
      var chosen = chosen(set, name, columns);
      for (int from = 0; from < chosen.size(); from += columns) {
        lines.add(chosen.subList(from, Math.min(chosen.size(), from + columns)));
      }
    }
    var sheet =
        new BufferedImage(
            columns * (TILE + GAP) + GAP,
            lines.size() * (TILE + CAPTION + GAP) + GAP,
            BufferedImage.TYPE_INT_RGB);
    var pen = sheet.createGraphics();
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    pen.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    for (int row = 0; row < lines.size(); row++) {
      for (int column = 0; column < lines.get(row).size(); column++) {
        int x = GAP + column * (TILE + GAP);
        int y = GAP + row * (TILE + CAPTION + GAP);
        draw(pen, lines.get(row).get(column), x, y);
      }
    }
    pen.dispose();
    return sheet;
  }

  /** The first image of each kind, after as many normal ones as leave the line full. */
  private static List<Sample> chosen(ImageSet set, String name, int columns) {
    var kinds = new ArrayList<Sample>();
    set.test().stream()
        .filter(sample -> sample.className().equals(name) && sample.anomalous())
        .sorted(Comparator.comparing(Sample::kind))
        .filter(sample -> kinds.stream().noneMatch(kind -> kind.kind().equals(sample.kind())))
        .forEach(kinds::add);
    int normal = Math.max(1, columns - kinds.size());
    return Stream.concat(
            Stream.concat(set.train().stream(), set.test().stream())
                .filter(sample -> sample.className().equals(name) && !sample.anomalous())
                .limit(normal),
            kinds.stream())
        .toList();
  }

  private static void draw(Graphics2D pen, Sample sample, int x, int y) {
    var image = PilResize.bilinear(ImageFiles.read(sample.image()), TILE, TILE);
    var picture = ImageFiles.toBuffered(image);
    sample
        .mask()
        .map(file -> PilResize.nearest(SampleMask.read(file, sample.image()).mask(), TILE, TILE))
        .ifPresent(mask -> Overlays.outline(picture, mask));
    pen.drawImage(picture, x, y, null);
    pen.setColor(Color.DARK_GRAY);
    var name = sample.kind().replace('_', ' ');
    pen.drawString(sample.anomalous() ? name : sample.className(), x, y + TILE + 15);
  }
}
