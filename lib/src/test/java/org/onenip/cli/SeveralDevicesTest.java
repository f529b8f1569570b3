package org.onenip.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.onenip.cli.Outcome.done;
import static org.onenip.cli.Outcome.refused;
import static org.onenip.cli.Outcome.run;

import ai.djl.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.TestImages;
import org.onenip.data.ImageFiles;
import org.onenip.data.RgbImage;
import org.onenip.detect.Detector;
import org.onenip.detect.RunFolder;
import org.onenip.method.Detectors;

/** {@code train --device cpu,cpu}: two replicas where there is no GPU. */
class SeveralDevicesTest {
  private static final int STEPS = 4;

  @TempDir Path folder;
  private Path data;

  @BeforeEach
  void write() {
    data = TestImages.twoClasses(folder.resolve("set"), 64);
  }

  private Object[] train(Path run, String device, Object... more) {
    var arguments =
        new ArrayList<Object>(List.of("train", "--data", data, "--run", run, "--size", 64));
    arguments.addAll(List.of("--preset", "tiny", "--device", device));
    arguments.addAll(List.of(more));
    return arguments.toArray();
  }

  @Test
  void twoReplicasGiveADetectorAsOneDeviceDoes() {
    var one = folder.resolve("one");
    var two = folder.resolve("two");
    var without = "model.errorDropout=0"; // every replica draws its own
    done(train(one, "cpu", "--steps", STEPS, "--batch", 3, "--set", without));
    done(train(two, "cpu,cpu", "--steps", STEPS, "--batch", 3, "--set", without));
    var expected = RunFolder.readLog(one);
    var log = RunFolder.readLog(two);
    for (int i = 0; i < STEPS; i++) {
      double loss = expected.get(i).get("loss").getAsDouble();
      assertEquals(loss, log.get(i).get("loss").getAsDouble(), 1e-5 * loss, "step " + (i + 1));
    }
    var image = ImageFiles.read(data.resolve("green/test/spot/000.png"));
    try (var first = Detectors.load(one, Device.cpu());
        var second = Detectors.load(two, Device.cpu())) {
      double score = score(first, image);
      assertEquals(score, score(second, image), 1e-4 * score);
    }
  }

  private static double score(Detector detector, RgbImage image) {
    return detector.detect(List.of(image)).get(0).score();
  }

  @Test
  void whatCannotBeSharedIsRefusedBeforeAnythingIsWritten() {
    var run = folder.resolve("run");
    refused(run(train(run, "cpu,cpu", "--batch", 1)), "batch of 1", "2 devices");
    refused(run(train(run, "cpu,cpu", "--method", "nearest")), "--device");
    refused(run(train(run, "cpu,tpu")), "\"tpu\"");
    refused(run(train(run, "cpu,")), "\"\"");
    assertTrue(Files.notExists(run.resolve("config.json")));
  }
}
