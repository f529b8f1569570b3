package org.onenip.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.onenip.support.UserError;

/**
 * A list of images that came with a data set, while it is read. It is a stranger's: it may name
 * files in its own folder only, and is of bounded size.
 */
final class FileList {
  private static final long MOST_BYTES = 64L << 20;
  private static final Pattern CLASS = Pattern.compile("[^/\\\\,\\p{Cntrl}]{1,100}");
  private static final Comparator<Sample> ORDER =
      Comparator.comparing(Sample::className).thenComparing(Sample::image);

  private final Path root;
  private final Path file;
  private final List<Sample> train = new ArrayList<>();
  private final List<Sample> test = new ArrayList<>();
  private final Set<Path> lists = new HashSet<>();
  private final Map<String, Path> places = new TreeMap<>();

  /**
   * Nothing read yet.
   *
   * @param root what the names start from
   * @param file the list of training images
   */
  FileList(Path root, Path file) {
    this.root = root;
    this.file = file;
    lists.add(file);
  }

  /** Refuses a list that is missing, no file or too long to be one. */
  static Path bounded(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        throw new UserError(
            "The list %s does not exist; put it beside the images.".formatted(file));
      }
      if (Files.size(file) > MOST_BYTES) {
        throw new UserError(
            "%s has more than %d MiB, too much for a list of images; split the data set."
                .formatted(file, MOST_BYTES >> 20));
      }
      return file;
    } catch (IOException e) {
      throw new UserError("%s cannot be read (%s).".formatted(file, e.getMessage()), e);
    }
  }

  /** One entry of a list, and where it stands. */
  record Entry(Path list, long line, String className, String image, String mask, boolean normal) {
    UserError wrong(String what) {
      return FileList.wrong(list, line, what);
    }
  }

  static UserError wrong(Path list, long line, String what) {
    return new UserError(
        "%s, line %d: %s; fix the line or take the list as it was published."
            .formatted(list, line, what));
  }

  /** Names another list that is read. */
  void alsoReads(Path other) {
    lists.add(other);
  }

  /** Adds an image to train on. */
  void train(Entry entry) {
    if (!entry.normal()) {
      throw entry.wrong("a defective image among those to train on");
    }
    train.add(
        new Sample(resolve(entry, entry.image()), name(entry), Sample.GOOD, Optional.empty()));
  }

  /**
   * Adds an image to test on.
   *
   * @param kind of its defect
   */
  void test(Entry entry, String kind) {
    var image = resolve(entry, entry.image());
    boolean masked = !entry.normal() && entry.mask() != null && !entry.mask().isBlank();
    var mask = masked ? Optional.of(resolve(entry, entry.mask())) : Optional.<Path>empty();
    test.add(new Sample(image, name(entry), entry.normal() ? Sample.GOOD : kind, mask));
  }

  private String name(Entry entry) {
    if (entry.className() == null || !CLASS.matcher(entry.className()).matches()) {
      throw entry.wrong("\"%s\" is no name of a class".formatted(entry.className()));
    }
    places.put(entry.className(), file);
    return entry.className();
  }

  /** A file below the root, however it is spelt; nothing else. */
  private Path resolve(Entry entry, String name) {
    if (name == null || name.isBlank()) {
      throw entry.wrong("no image is named");
    }
    var text = name.replace('\\', '/');
    boolean outside =
        text.startsWith("/")
            || text.matches("[A-Za-z]:.*")
            || List.of(text.split("/")).contains("..")
            || text.codePoints().anyMatch(Character::isISOControl);
    if (outside) {
      throw entry.wrong("\"%s\" is no path inside the data set's folder".formatted(name));
    }
    try {
      return root.resolve(text);
    } catch (InvalidPathException e) {
      throw entry.wrong("\"%s\" is no path (%s)".formatted(name, e.getReason()));
    }
  }

  /** All that was read, sorted as folders are. */
  Listing listing(String layout) {
    if (places.isEmpty()) {
      throw new UserError("%s lists no image; take it as it was published.".formatted(file));
    }
    var images =
        new ImageSet(
            ClassFolders.name(root),
            root,
            train.stream().sorted(ORDER).toList(),
            test.stream().sorted(ORDER).toList(),
            DefectGroups.read(root));
    return new Listing(layout, new TreeMap<>(places), List.of(), unused(), images);
  }

  private List<Unused> unused() {
    var used = new HashSet<Path>(lists);
    used.add(DefectGroups.file(root));
    for (var samples : List.of(train, test)) {
      for (var sample : samples) {
        used.add(sample.image().normalize());
        sample.mask().filter(Files::exists).ifPresent(m -> used.addAll(SampleMask.files(m)));
      }
    }
    return Unused.below(root, used, path -> null);
  }
}
