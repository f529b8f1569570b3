package org.onenip.data.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.onenip.data.Listing;
import org.onenip.data.Sample;
import org.onenip.data.check.Finding.Kind;

/** Looks at every file of a data set and says all that is wrong, not only the first. */
public final class DataCheck {
  private final Listing listing;
  private final List<Finding> findings = new ArrayList<>();

  private DataCheck(Listing listing) {
    this.listing = listing;
  }

  /**
   * Checks a data set.
   *
   * @param done hears the number of images that were looked at, from several threads
   */
  public static CheckReport check(Listing listing, IntConsumer done) {
    return new DataCheck(listing).check(done);
  }

  private CheckReport check(IntConsumer done) {
    files();
    var pictures = look(done);
    pictures.forEach(picture -> findings.addAll(picture.findings()));
    sizes(pictures);
    repetitions(pictures);
    var published = PublishedSets.of(listing.places().keySet());
    var missing = Set.copyOf(listing.missingFiles());
    var classes =
        listing.places().keySet().stream().map(name -> count(name, published, missing)).toList();
    classes.forEach(this::sides);
    findings.addAll(published.compare(classes, listing));
    return new CheckReport(
        listing.name(),
        listing.layout(),
        published.names(),
        classes,
        findings.stream().sorted(Comparator.comparing(Finding::kind)).toList());
  }

  private void add(Kind kind, String className, Path file, String message) {
    findings.add(new Finding(kind, className, file, message));
  }

  private void files() {
    for (var name : listing.emptyClasses()) {
      var place = listing.places().get(name);
      add(
          Kind.EMPTY_CLASS,
          name,
          place,
          "Class %s has no normal training image in %s.".formatted(name, place));
    }
    for (var file : listing.missingFiles()) {
      add(Kind.MISSING_FILE, null, file, "%s is listed but does not exist.".formatted(file));
    }
    for (var sample : listing.withoutMask()) {
      add(
          Kind.MISSING_MASK,
          sample.className(),
          sample.image(),
          "%s has no mask.".formatted(sample.image()));
    }
    for (var mask : listing.looseMasks()) {
      add(Kind.LOOSE_MASK, null, mask, "%s is the mask of no image.".formatted(mask));
    }
    for (var files : listing.unused()) {
      add(
          files.reason().wrong() ? Kind.LOST : Kind.UNUSED,
          files.className(),
          files.files().size() == 1 ? files.files().get(0) : files.folder(),
          files.sentence());
    }
  }

  private List<Picture> look(IntConsumer done) {
    var count = new AtomicInteger();
    return Stream.concat(
            listing.train().stream().map(sample -> Map.entry(sample, true)),
            listing.test().stream().map(sample -> Map.entry(sample, false)))
        .toList()
        .parallelStream()
        .map(
            entry -> {
              var picture = Picture.look(entry.getKey(), entry.getValue());
              done.accept(count.incrementAndGet());
              return picture;
            })
        .toList();
  }

  /** Most images of a class are of one size: those that are not are worth a look. */
  private void sizes(List<Picture> pictures) {
    by(pictures, picture -> picture.sample().className())
        .forEach(
            (name, members) -> {
              var sizes =
                  members.stream()
                      .collect(
                          Collectors.groupingBy(
                              Picture::size, LinkedHashMap::new, Collectors.toList()));
              var usual =
                  sizes.entrySet().stream()
                      .max(Comparator.comparingInt(entry -> entry.getValue().size()))
                      .orElseThrow()
                      .getKey();
              sizes.remove(usual);
              sizes
                  .values()
                  .forEach(
                      odd ->
                          odd.forEach(
                              picture ->
                                  add(
                                      Kind.ODD_SIZE,
                                      name,
                                      picture.sample().image(),
                                      "%s is %s, most of class %s are %s."
                                          .formatted(
                                              picture.sample().image(),
                                              picture.size(),
                                              name,
                                              usual))));
            });
  }

  private void repetitions(List<Picture> pictures) {
    by(pictures, Picture::key)
        .values()
        .forEach(
            same -> {
              var first = same.get(0); // trained ones come first
              for (var other : same.subList(1, same.size())) {
                boolean both = first.trained() && !other.trained();
                add(
                    both ? Kind.TRAINED_AND_TESTED : Kind.REPEATED,
                    other.sample().className(),
                    other.sample().image(),
                    (both
                            ? "%s is tested on and shows the same pixels as %s, which is trained on."
                            : "%s shows the same pixels as %s.")
                        .formatted(other.sample().image(), first.sample().image()));
              }
            });
  }

  private static Map<String, List<Picture>> by(
      List<Picture> pictures, Function<Picture, String> key) {
    return pictures.stream()
        .filter(Picture::readable)
        .collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
  }

  private CheckedClass count(String name, PublishedSets published, Set<Path> missing) {
    var train = members(listing.train(), name, missing);
    var test = members(listing.test(), name, missing);
    var kinds = new TreeMap<String, Integer>();
    test.stream().filter(Sample::anomalous).forEach(s -> kinds.merge(s.kind(), 1, Integer::sum));
    int defective = kinds.values().stream().mapToInt(i -> i).sum();
    var counts = new Counts(train.size(), test.size() - defective, defective);
    return new CheckedClass(name, counts, kinds, published.counts(name));
  }

  private static List<Sample> members(List<Sample> samples, String name, Set<Path> missing) {
    return samples.stream()
        .filter(sample -> sample.className().equals(name) && !missing.contains(sample.image()))
        .toList();
  }

  private void sides(CheckedClass checked) {
    var counts = checked.counts();
    boolean masked =
        listing.test().stream()
            .anyMatch(s -> s.className().equals(checked.name()) && s.mask().isPresent());
    if (counts.good() == 0 || counts.defective() == 0) {
      add(
          Kind.ONE_SIDED,
          checked.name(),
          listing.places().get(checked.name()),
          "Class %s has %d normal and %d defective test images: %s."
              .formatted(
                  checked.name(),
                  counts.good(),
                  counts.defective(),
                  masked
                      ? "its images cannot be told apart, only its pixels are measured"
                      : "nothing can be measured of it"));
    }
    if (counts.defective() > 0 && !masked) {
      add(
          Kind.NO_MASKS,
          checked.name(),
          listing.places().get(checked.name()),
          "Class %s has no masks: it will have no pixel figures.".formatted(checked.name()));
    }
  }
}
