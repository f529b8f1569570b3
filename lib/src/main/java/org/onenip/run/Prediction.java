package org.onenip.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.onenip.data.ImageFiles;
import org.onenip.data.PilResize;
import org.onenip.data.RgbImage;
import org.onenip.detect.AnomalyMap;
import org.onenip.detect.Detector;
import org.onenip.detect.PromptChoice;
import org.onenip.run.ScoreFiles.Row;
import org.onenip.support.Background;
import org.onenip.support.PathText;
import org.onenip.support.ProgressListener;
import org.onenip.support.UserError;

/**
 * Scores image files in three stages that work at once: threads in the background read and resize
 * what comes next, the detector scores batches, threads in the background write the pictures.
 * Between the stages a few batches wait at most.
 *
 * @param detector scores
 * @param choice how images get their prompts
 * @param out where maps and overlays go
 */
public record Prediction(Detector detector, PromptChoice choice, Path out) {
  private static final int BATCH = 16;
  private static final int READ_AHEAD = 2 * BATCH;
  private static final int WRITE_BEHIND = BATCH;

  /** A file at the detector's size, or why it could not be read. */
  private record Picture(Path file, RgbImage image, String unreadable) {}

  /**
   * Scores the files that are not done yet. Batches are cut in the same places however often a call
   * was interrupted, so that it gives the same numbers.
   *
   * @param files all files of the call, in the order of the rows
   * @param scores gets a batch's rows when its pictures are written
   * @throws CancellationException if a stop was requested; what was begun is in the scores then
   */
  public void score(List<Path> files, ScoreFiles scores, ProgressListener listener)
      throws IOException {
    var names = ResultNames.of(files);
    try (var reading = new Background<Picture>("read", READ_AHEAD);
        var writing = new Background<Row>("write", WRITE_BEHIND)) {
      int next = scores.done();
      for (int from = next; from < files.size() && !listener.stopRequested(); from += BATCH) {
        for (; next < files.size() && !reading.full(); next++) {
          var file = files.get(next);
          reading.begin(() -> read(file));
        }
        int size = Math.min(BATCH, files.size() - from);
        var pictures = Stream.generate(reading::next).limit(size).toList();
        var maps = detect(pictures).iterator();
        if (writing.full()) {
          keep(writing, scores, listener);
        }
        for (int i = 0; i < size; i++) {
          var picture = pictures.get(i);
          var map = picture.image() == null ? null : maps.next();
          var result = new MapFiles(out, names.get(from + i));
          writing.begin(() -> row(picture, map, result));
        }
      }
      while (!writing.isEmpty()) {
        keep(writing, scores, listener);
      }
    }
    if (scores.done() < files.size()) {
      throw new CancellationException("stopped");
    }
  }

  private Picture read(Path file) {
    try {
      var image = ImageFiles.read(file);
      return new Picture(file, PilResize.bilinear(image, detector.size(), detector.size()), null);
    } catch (UserError e) {
      return new Picture(file, null, e.getMessage());
    }
  }

  private List<AnomalyMap> detect(List<Picture> pictures) {
    var images = pictures.stream().map(Picture::image).filter(Objects::nonNull).toList();
    return images.isEmpty() ? List.of() : choice.detect(detector, images);
  }

  private static Row row(Picture picture, AnomalyMap map, MapFiles result) {
    if (map == null) {
      return Row.unreadable(picture.file(), picture.unreadable());
    }
    double unit = result.write(picture.image(), map);
    return Row.scored(
        PathText.of(picture.file()),
        map.score(),
        Float.isFinite(map.imageThreshold()) ? map.imageThreshold() : "",
        map.anomalous(),
        map.prompt(),
        result.map(),
        unit);
  }

  /** Waits for the pictures of the oldest batch. */
  private static void keep(Background<Row> writing, ScoreFiles scores, ProgressListener listener)
      throws IOException {
    var rows = new ArrayList<Row>();
    while (rows.size() < BATCH && !writing.isEmpty()) {
      rows.add(writing.next());
    }
    scores.add(rows);
    listener.progress(scores.done(), "");
  }
}
