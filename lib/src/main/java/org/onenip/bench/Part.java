package org.onenip.bench;

import java.util.Arrays;
import java.util.Locale;

/** What is measured. Its name in lower case is its key in the JSON file. */
public enum Part {
  FEATURES_B8(Group.INFERENCE, 8, Peer.YES, Length.SHORT),
  INFERENCE_B1(Group.INFERENCE, 1, Peer.YES, Length.SHORT),
  INFERENCE_B8(Group.INFERENCE, 8, Peer.YES, Length.SHORT),
  INFERENCE_B32(Group.INFERENCE, 32, Peer.YES, Length.LONG),
  INFERENCE_B64(Group.INFERENCE, 64, Peer.YES, Length.FOR_A_GPU),
  INFERENCE_B256(Group.INFERENCE, 256, Peer.YES, Length.FOR_A_GPU),
  TRAIN_STEP_B8(Group.TRAINING, 8, Peer.YES, Length.SHORT),
  TRAIN_STEP_B64(Group.TRAINING, 64, Peer.YES, Length.FOR_A_GPU),
  IMAGE_SCORES_200(Group.METRICS, 200, Peer.YES, Length.SHORT),
  PIXEL_METRICS_200(Group.METRICS, 200, Peer.YES, Length.SHORT),
  PIXEL_METRICS_1700(Group.METRICS, 1700, Peer.YES, Length.LONG),
  IMAGE_LOADING(Group.DATA, 8, Peer.NO, Length.SHORT),
  SYNTHESIS(Group.DATA, 8, Peer.NO, Length.SHORT),
  STARTUP(Group.START_UP, 1, Peer.NO, Length.SHORT);

  /** Whether the peer does it too. */
  enum Peer {
    YES,
    NO
  }

  /** Whether a quick look takes it in, or only a machine with a GPU. */
  enum Length {
    SHORT,
    LONG,
    FOR_A_GPU
  }

  private final Group group;
  private final int images;
  private final Peer peer;
  private final Length length;

  Part(Group group, int images, Peer peer, Length length) {
    this.group = group;
    this.images = images;
    this.peer = peer;
    this.length = length;
  }

  /** The process that it is measured in. */
  public Group group() {
    return group;
  }

  /** Images, or maps, that one repeat works through. */
  public int images() {
    return images;
  }

  boolean forPeer() {
    return peer == Peer.YES;
  }

  boolean isLong() {
    return length == Length.LONG;
  }

  /** Whether it is measured. */
  boolean isIn(Effort effort) {
    return switch (length) {
      case SHORT -> true;
      case LONG -> effort.longParts();
      case FOR_A_GPU -> effort.gpu();
    };
  }

  /** The part of a key. */
  static Part of(String key) {
    return Arrays.stream(values())
        .filter(part -> part.toString().equals(key))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no part " + key));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
