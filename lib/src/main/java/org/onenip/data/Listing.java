package org.onenip.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.onenip.support.UserError;

/**
 * What a layout finds, faults included: files may be missing, classes empty. {@link #toSet} takes
 * it only when it can be trained on; {@code onenip data check} says all that is wrong with it.
 *
 * @param layout its layout's name
 * @param places of each class, where its normal training images belong or are listed
 * @param masks all masks that lie where masks belong, also those without an image
 * @param unused all other visible files in its folder
 * @param found the images as they are
 */
public record Listing(
    String layout,
    SortedMap<String, Path> places,
    List<Path> masks,
    List<Unused> unused,
    ImageSet found) {
  /** For reports. */
  public String name() {
    return found.name();
  }

  /** Its folder. */
  public Path root() {
    return found.root();
  }

  /** Normal samples. */
  public List<Sample> train() {
    return found.train();
  }

  /** Normal and defective samples. */
  public List<Sample> test() {
    return found.test();
  }

  /** Masks that no image has. */
  public List<Path> looseMasks() {
    var used = new HashSet<Path>();
    test().forEach(sample -> sample.mask().ifPresent(used::add));
    return masks.stream().filter(mask -> !used.contains(mask)).toList();
  }

  /**
   * What is not used of the data set's folder, in sentences.
   *
   * @param classes that are used; empty uses all
   */
  public List<String> omissions(Collection<String> classes) {
    var chosen = classes.isEmpty() ? this : only(Set.copyOf(classes));
    return Stream.concat(
            chosen.unused.stream(),
            classes.isEmpty() ? Unused.masks(looseMasks()).stream() : Stream.of())
        .map(Unused::sentence)
        .toList();
  }

  /** Defects without a mask in classes where others have one. */
  public List<Sample> withoutMask() {
    var masked = new HashSet<String>();
    test().stream()
        .filter(sample -> sample.mask().isPresent())
        .forEach(s -> masked.add(s.className()));
    return test().stream()
        .filter(sample -> sample.anomalous() && sample.mask().isEmpty())
        .filter(sample -> masked.contains(sample.className()))
        .toList();
  }

  /** Classes without a training image. */
  public List<String> emptyClasses() {
    var trained = new HashSet<String>();
    train().forEach(sample -> trained.add(sample.className()));
    return places.keySet().stream().filter(name -> !trained.contains(name)).toList();
  }

  /** The samples' files that are named but not there. */
  public List<Path> missingFiles() {
    var missing = new ArrayList<Path>();
    for (var samples : List.of(train(), test())) {
      for (var sample : samples) {
        if (!Files.isRegularFile(sample.image())) {
          missing.add(sample.image());
        }
        sample.mask().filter(mask -> !Files.exists(mask)).ifPresent(missing::add);
      }
    }
    return missing;
  }

  /**
   * The data set, if it can be trained on.
   *
   * @param classes those to take; empty takes all
   * @throws UserError if a class is unknown or has no training image, a file is missing, or some
   *     defective images of a class have a mask and others none
   */
  public ImageSet toSet(Collection<String> classes) {
    for (var name : classes) {
      if (!places.containsKey(name)) {
        throw new UserError(
            "There is no class \"%s\" in %s; it has %s."
                .formatted(name, root(), String.join(", ", places.keySet())));
      }
    }
    var chosen = classes.isEmpty() ? this : only(Set.copyOf(classes));
    refuse(
        chosen.emptyClasses(),
        empty ->
            "Class \"%s\" has no normal training images: put some into %s."
                .formatted(empty, places.get(empty)));
    refuse(
        chosen.missingFiles(),
        file ->
            "%s is listed but does not exist: unpack the whole data set, or take it off the list."
                .formatted(file));
    refuse(
        chosen.withoutMask(),
        bare ->
            "%s has no mask, though others of class \"%s\" have: add it, or remove the image."
                .formatted(bare.image(), bare.className()));
    return chosen.found;
  }

  /** The first of what should not be is reason enough. */
  private static <T> void refuse(List<T> found, Function<T, String> sentence) {
    if (!found.isEmpty()) {
      throw new UserError(sentence.apply(found.get(0)));
    }
  }

  private Listing only(Set<String> classes) {
    var kept = new TreeMap<>(places);
    kept.keySet().retainAll(classes);
    Predicate<Sample> taken = sample -> classes.contains(sample.className());
    var images =
        new ImageSet(
            name(),
            root(),
            train().stream().filter(taken).toList(),
            test().stream().filter(taken).toList(),
            found.groups());
    var left =
        unused.stream()
            .filter(files -> files.className() == null || classes.contains(files.className()))
            .toList();
    return new Listing(layout, kept, masks, left, images);
  }

  /**
   * Several as one. A class is called {@code set/class} then, and each set is a group of the
   * report, so that its own mean stands beside the mean of all.
   *
   * @param parts of different names
   */
  static Listing merge(List<Listing> parts) {
    var places = new TreeMap<String, Path>();
    var train = new ArrayList<Sample>();
    var test = new ArrayList<Sample>();
    var masks = new ArrayList<Path>();
    var unused = new ArrayList<Unused>();
    var groups = new LinkedHashMap<String, List<String>>();
    for (var part : parts) {
      var prefix = part.name() + "/";
      part.places.forEach((name, place) -> places.put(prefix + name, place));
      part.train().forEach(sample -> train.add(prefixed(prefix, sample)));
      var own = part.test().stream().map(sample -> prefixed(prefix, sample)).toList();
      test.addAll(own);
      masks.addAll(part.masks);
      part.unused.forEach(
          files ->
              unused.add(
                  new Unused(
                      files.className() == null ? null : prefix + files.className(),
                      files.folder(),
                      files.reason(),
                      files.ending(),
                      files.files())));
      groups.put(
          part.name(),
          own.stream()
              .filter(Sample::anomalous)
              .map(sample -> sample.className() + "/" + sample.kind())
              .distinct()
              .toList());
      part.found
          .groups()
          .forEach(
              (name, defects) ->
                  groups.put(prefix + name, defects.stream().map(prefix::concat).toList()));
    }
    var name = String.join("+", parts.stream().map(Listing::name).toList());
    var images =
        new ImageSet(name, parts.get(0).root(), List.copyOf(train), List.copyOf(test), groups);
    return new Listing("merged", places, List.copyOf(masks), List.copyOf(unused), images);
  }

  private static Sample prefixed(String prefix, Sample sample) {
    return new Sample(sample.image(), prefix + sample.className(), sample.kind(), sample.mask());
  }

  Listing called(String other) {
    return new Listing(
        layout,
        places,
        masks,
        unused,
        new ImageSet(other, root(), train(), test(), found.groups()));
  }
}
