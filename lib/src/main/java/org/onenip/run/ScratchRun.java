package org.onenip.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.onenip.backbone.Backbone;
import org.onenip.data.ImageSet;
import org.onenip.detect.Detector;
import org.onenip.detect.RunFolder;
import org.onenip.detect.StepListener;
import org.onenip.training.MethodSpec;
import org.onenip.training.TrainingContext;

/** A training whose folder is not kept: for cells and scripts that want the detector alone. */
public final class ScratchRun {
  private ScratchRun() {}

  /**
   * Trains silently.
   *
   * @param backbone the detector's from now on
   * @param size S
   * @return closed by the caller
   * @throws org.onenip.support.UserError as {@link MethodSpec#train}
   */
  public static <S extends Record> Detector train(
      MethodSpec<S> method, S settings, ImageSet set, Backbone backbone, int size) {
    try {
      var folder = Files.createTempDirectory("onenip");
      try (var run = RunFolder.open(folder);
          var context = new TrainingContext(set, backbone, size, run, StepListener.SILENT)) {
        return method.train(context, settings);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
