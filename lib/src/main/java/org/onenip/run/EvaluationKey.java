package org.onenip.run;

import ai.djl.Device;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.onenip.data.Fingerprint;
import org.onenip.data.ImageSet;
import org.onenip.data.Sample;
import org.onenip.data.SampleMask;
import org.onenip.detect.Detector;
import org.onenip.method.onenip.OneNipDetector;
import org.onenip.method.onenip.Prompt;
import org.onenip.support.Checksum;

/** All that decides the maps of an evaluation and their order, in one text. */
public final class EvaluationKey {
  private EvaluationKey() {}

  /**
   * The key of an evaluation.
   *
   * @param detector with the prompts, κ and w that it is measured with
   */
  public static String of(Path run, Detector detector, ImageSet set, TestProtocol test, Device on) {
    return String.join(
        "; ",
        RunWeights.fingerprint(run),
        "size " + detector.size(),
        "samples " + checksum(set.test()),
        "files " + Fingerprint.ofFiles(set.test().stream().flatMap(EvaluationKey::files)),
        test.toString(),
        detector instanceof OneNipDetector oneNip ? of(oneNip) : "",
        "device " + on);
  }

  private static Stream<Path> files(Sample sample) {
    return Stream.concat(
        Stream.of(sample.image()),
        sample.mask().stream().flatMap(m -> SampleMask.files(m).stream()));
  }

  private static String of(OneNipDetector detector) {
    var prompts = detector.prompts().stream().map(EvaluationKey::of).toList();
    return "κ %s, w %s, prompts %s"
        .formatted(
            detector.calibration().kappa(), detector.calibration().weight(), checksum(prompts));
  }

  private static String checksum(List<?> texts) {
    return Checksum.sha256(texts.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String of(Prompt prompt) {
    var features = ByteBuffer.allocate(Float.BYTES * prompt.features().length);
    features.asFloatBuffer().put(prompt.features());
    return prompt.className() + " " + Checksum.sha256(features.array());
  }
}
