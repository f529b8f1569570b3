package org.onenip.method.onenip;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.onenip.data.Images;
import org.onenip.synthesis.PseudoAnomaly;
import org.onenip.training.TrainingData;

/**
 * What a batch is behind the backbone: normals and prompts from the cache, pseudo anomalies made of
 * pixels through the backbone, and those made of features from the cache again.
 *
 * @param data of the training
 * @param memory null without one
 */
record OneNipBatches(TrainingData data, NormalMemory memory) {

  /**
   * One batch.
   *
   * @param manager will own its arrays
   */
  OneNipCriterion.Batch features(NDManager manager, BatchSource.Batch batch) {
    var normal = data.cache().get(manager, batch.normals());
    var prompt = data.cache().get(manager, batch.prompts());
    if (!batch.hasPseudo()) {
      return new OneNipCriterion.Batch(normal, null, prompt, null);
    }
    var pseudo = pseudo(manager, batch);
    var ofPixels = batch.pseudo().stream().map(PseudoAnomaly::mask);
    var ofFeatures = batch.faults().stream().map(FeatureFault::mask);
    var masks = Images.toMaskTensor(manager, Stream.concat(ofPixels, ofFeatures).toList());
    return new OneNipCriterion.Batch(
        normal,
        pseudo.head(),
        prompt,
        masks.zerosLike().concat(masks, 0), // nothing is anomalous in the normal stream
        memory == null ? new NDList() : remembered(manager, batch.normals(), pseudo));
  }

  /** The features of all pseudo anomalies; with a memory the finer level's too, standardised. */
  private NDList pseudo(NDManager manager, BatchSource.Batch batch) {
    if (batch.faults().isEmpty()) {
      return ofPixels(manager, batch);
    }
    var ofFeatures = ofFeatures(manager, batch);
    if (batch.pseudo().isEmpty()) {
      return ofFeatures;
    }
    var levels = new NDList();
    var ofPixels = ofPixels(manager, batch);
    for (int i = 0; i < ofPixels.size(); i++) {
      levels.add(ofPixels.get(i).concat(ofFeatures.get(i), 0));
    }
    return levels;
  }

  private NDList ofPixels(NDManager manager, BatchSource.Batch batch) {
    var images = batch.pseudo().stream().map(PseudoAnomaly::image).toList();
    if (memory == null) {
      return new NDList(data.extractors().features(manager, images));
    }
    var levels = data.extractors().levels(manager, images);
    return new NDList(levels.get(0), memory.fineScale().apply(levels.get(1)));
  }

  /** Of the last images of the batch. */
  private NDList ofFeatures(NDManager manager, BatchSource.Batch batch) {
    int[] normals = batch.normals();
    int[] changed = Arrays.copyOfRange(normals, batch.pseudo().size(), normals.length);
    var levels =
        new NDList(FeatureFault.apply(manager, batch.faults(), changed, data.cache()::get));
    if (memory != null) {
      levels.add(FeatureFault.apply(manager, batch.faults(), changed, data.cache()::fine));
    }
    return levels;
  }

  /** What the memory says of the normals and of the pseudo anomalies made of them. */
  private NDList remembered(NDManager manager, int[] normals, NDList pseudo) {
    int[] except = IntStream.concat(Arrays.stream(normals), Arrays.stream(normals)).toArray();
    var names = Arrays.stream(except).mapToObj(i -> data.split().fit().get(i).className()).toList();
    var features = data.cache().get(manager, normals).concat(pseudo.get(0), 0);
    var fine = data.cache().fine(manager, normals).concat(pseudo.get(1), 0);
    return memory.nearest(features, fine, names, except).errors();
  }
}
