package org.onenip.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.onenip.support.UserError;

/**
 * What a detector says of one image.
 *
 * @param width pixels a row
 * @param height rows
 * @param values {@code height * width} scores, row by row; larger is more anomalous
 * @param score the image's score: the maximum of the map after a 16×16, stride-1 average pool
 * @param anomalous whether the score exceeds the calibrated image threshold
 * @param prompt the class whose prompt was chosen; null for methods without prompts
 * @param pixelThreshold the calibrated threshold of a pixel's score
 * @param imageThreshold the calibrated threshold of the image's score
 */
public record AnomalyMap(
    int width,
    int height,
    float[] values,
    float score,
    boolean anomalous,
    String prompt,
    float pixelThreshold,
    float imageThreshold) {
  /**
   * Refuses numbers that are none, which exceed no threshold: all would be called normal.
   *
   * @throws UserError if a value or the score is infinite or not a number
   */
  public AnomalyMap {
    boolean right = Float.isFinite(score);
    for (int i = 0; i < values.length && right; i++) {
      right = Float.isFinite(values[i]);
    }
    if (!right) {
      throw new UserError(
          "The anomaly map of an image has numbers that are none (NaN or infinite): the detector is damaged, or its training diverged; train or import it again.");
    }
  }

  /**
   * That of a square map, scored as the paper does.
   *
   * @param prompt null for methods without prompts
   */
  public static AnomalyMap of(int size, float[] values, String prompt, Thresholds thresholds) {
    float score = ImageScore.of(values, size);
    return new AnomalyMap(
        size,
        size,
        values,
        score,
        score > thresholds.image(),
        prompt,
        (float) thresholds.pixel(),
        (float) thresholds.image());
  }

  /** Writes all of it. */
  public void write(DataOutput out) throws IOException {
    out.writeInt(width);
    out.writeInt(height);
    var bytes = ByteBuffer.allocate(Float.BYTES * values.length);
    bytes.asFloatBuffer().put(values);
    out.write(bytes.array());
    out.writeFloat(score);
    out.writeBoolean(anomalous);
    out.writeBoolean(prompt != null);
    out.writeUTF(prompt == null ? "" : prompt);
    out.writeFloat(pixelThreshold);
    out.writeFloat(imageThreshold);
  }

  /** Reads what {@link #write} wrote. */
  public static AnomalyMap read(DataInput in) throws IOException {
    int width = in.readInt();
    int height = in.readInt();
    var bytes = new byte[Float.BYTES * width * height];
    in.readFully(bytes);
    var values = new float[width * height];
    ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
    float score = in.readFloat();
    boolean anomalous = in.readBoolean();
    boolean prompted = in.readBoolean();
    var text = in.readUTF();
    var prompt = prompted ? text : null;
    return new AnomalyMap(
        width, height, values, score, anomalous, prompt, in.readFloat(), in.readFloat());
  }
}
