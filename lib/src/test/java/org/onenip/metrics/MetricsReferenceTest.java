package org.onenip.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.onenip.Reference;

/** Equality with scikit-learn 1.2.1 and an exact AUPRO, on 40 maps full of ties. */
class MetricsReferenceTest {
  private static final int SIDE = 224;
  private static final int ALPHA = 22; // the first images are of class alpha, the others of beta

  private static JsonObject expected(String section) {
    try (var in = MetricsReferenceTest.class.getResourceAsStream("/parity/metrics_expected.json");
        var reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      return JsonParser.parseReader(reader).getAsJsonObject().getAsJsonObject(section);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static NDArray named(NDList arrays, String name) {
    return arrays.stream().filter(a -> name.equals(a.getName())).findFirst().orElseThrow();
  }

  /** The image scores of maps {@code (B, H, W)}: the largest mean of 16×16 pixels. */
  private static float[] pooledMax(NDArray maps) {
    return Pool.avgPool2d(
            maps.expandDims(1), new Shape(16, 16), new Shape(1, 1), new Shape(0, 0), false, true)
        .flatten(1, 3)
        .max(new int[] {1})
        .toFloatArray();
  }

  /** Compares images {@code from … to - 1}, their maps times {@code sign}. */
  private static void assertEqualsReference(
      String section, NDList arrays, int from, int to, float sign) {
    var scores = named(arrays, "scores_f16").toType(DataType.FLOAT32, false).mul(sign);
    var maps = scores.toFloatArray();
    var bits = named(arrays, "masks_bits").toByteArray();
    var imageScores = sign > 0 ? named(arrays, "image_score").toFloatArray() : pooledMax(scores);
    var pixels = new ScoreSet();
    var images = new ScoreSet();
    for (int image = from; image < to; image++) {
      var map = new float[SIDE * SIDE];
      var mask = new boolean[SIDE * SIDE];
      for (int i = 0; i < map.length; i++) {
        int at = image * map.length + i;
        map[i] = maps[at];
        mask[i] = (bits[at / 8] >> 7 - at % 8 & 1) != 0;
      }
      pixels.add(map, mask, SIDE);
      boolean anomalous = IntStream.range(0, mask.length).anyMatch(i -> mask[i]);
      images.add(imageScores[image], anomalous);
    }
    var expected = expected(section);
    assertEquals(expected.get("regions_8conn").getAsInt(), pixels.regions());
    assertRanking(expected, "pixel", Ranking.of(pixels));
    assertRanking(expected, "image", Ranking.of(images));
    assertEquals(
        expected.get("aupro_exact_8conn").getAsDouble(),
        Ranking.of(pixels).aupro().orElseThrow(),
        1e-12);
  }

  private static void assertRanking(JsonObject expected, String what, Ranking ranking) {
    var best = ranking.f1Max().orElseThrow();
    assertEquals(
        expected.get(what + "_auroc_unflipped").getAsDouble(),
        ranking.auroc().orElseThrow(),
        1e-12);
    assertEquals(
        expected.get(what + "_ap").getAsDouble(), ranking.averagePrecision().orElseThrow(), 1e-12);
    assertEquals(expected.get(what + "_f1max").getAsDouble(), best.value(), 1e-12);
    assertEquals(expected.get(what + "_f1max_threshold").getAsFloat(), best.threshold());
  }

  @Test
  void agreesWithScikitLearnOnOneClass() {
    try (var manager = NDManager.newBaseManager()) {
      var arrays = Reference.resource(manager, "parity/metrics_alpha.npz");
      assertEqualsReference("alpha", arrays, 0, ALPHA, 1);
    }
  }

  @Test
  void agreesWithScikitLearnOnAllImagesUnflipped() {
    var file = Reference.needShared("parity/metrics_inputs.npz");
    try (var manager = NDManager.newBaseManager()) {
      var arrays = Reference.npz(manager, file);
      assertEqualsReference("all", arrays, 0, 40, 1);
      assertEqualsReference("alpha", arrays, 0, ALPHA, 1);
      assertEqualsReference("beta", arrays, ALPHA, 40, 1);
      assertEqualsReference("negated_all", arrays, 0, 40, -1);
    }
  }
}
