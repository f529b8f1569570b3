package org.onenip.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.onenip.support.UserError;

/**
 * A folder a class: {@code train/<good>}, {@code test/<kind>} and {@code ground_truth/<kind>}.
 * Everything is sorted by name; hidden files and folders without {@code train} or {@code test} are
 * passed over.
 *
 * @param good what the folders of normal images are called
 */
record ClassFolders(String good) {
  /** The folders of classes below a root, by name; the root itself may be one. */
  static Map<String, Path> in(Path root) {
    if (!Files.isDirectory(root)) {
      return Map.of();
    }
    if (isClass(root)) {
      return Map.of(name(root), root);
    }
    return PictureFolder.list(root).stream()
        .filter(ClassFolders::isClass)
        .collect(Collectors.toMap(ClassFolders::name, folder -> folder));
  }

  private static boolean isClass(Path folder) {
    return Files.isDirectory(folder.resolve("train")) || Files.isDirectory(folder.resolve("test"));
  }

  /** What a folder is called, also the current one. */
  static String name(Path folder) {
    var name = folder.toAbsolutePath().normalize().getFileName();
    return name == null ? "data" : name.toString();
  }

  /** Lists a data set; an image belongs to the mask of its own name, or of that and "_mask". */
  Listing list(Path root, String layout) {
    var folders = in(root);
    if (folders.isEmpty()) {
      throw new UserError(
          "The data folder %s holds no class: each is a folder with train/%s and test in it."
              .formatted(root, good));
    }
    var places = new TreeMap<String, Path>();
    folders.forEach((name, folder) -> places.put(name, folder.resolve("train").resolve(good)));
    var train = new ArrayList<Sample>();
    var test = new ArrayList<Sample>();
    var masks = new ArrayList<Path>();
    places.forEach(
        (name, place) -> {
          images(place).forEach(i -> train.add(new Sample(i, name, Sample.GOOD, Optional.empty())));
          var truth = folders.get(name).resolve("ground_truth");
          folders(truth).forEach(folder -> masks.addAll(masksIn(folder)));
          for (var folder : folders(folders.get(name).resolve("test"))) {
            test(folder, name, truth.resolve(folder.getFileName()), test);
          }
        });
    return new Listing(
        layout,
        places,
        List.copyOf(masks),
        unused(root, folders, List.of(train, test), masks),
        new ImageSet(
            name(root), root, List.copyOf(train), List.copyOf(test), DefectGroups.read(root)));
  }

  private static List<Unused> unused(
      Path root, Map<String, Path> folders, List<List<Sample>> samples, List<Path> masks) {
    var used = new HashSet<Path>();
    samples.forEach(part -> part.forEach(sample -> used.add(sample.image())));
    masks.forEach(mask -> used.addAll(SampleMask.files(mask)));
    used.add(DefectGroups.file(root));
    return Unused.below(
        root,
        used,
        file ->
            folders.entrySet().stream()
                .filter(entry -> file.startsWith(entry.getValue()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null));
  }

  private void test(Path folder, String name, Path truth, List<Sample> test) {
    var kind = folder.getFileName().toString();
    boolean normal = kind.equals(good);
    var masks = normal ? Map.<String, Path>of() : masks(truth);
    for (var image : images(folder)) {
      var mask = Optional.ofNullable(masks.get(stem(image)));
      test.add(new Sample(image, name, normal ? Sample.GOOD : kind, mask));
    }
  }

  /** Masks by the stem of the image that they belong to. */
  private static Map<String, Path> masks(Path folder) {
    return masksIn(folder).stream()
        .collect(
            Collectors.toMap(
                path -> stem(path).replaceFirst("(?i)_mask$", ""), path -> path, (a, b) -> a));
  }

  /** The masks in a folder: files, and folders of several masks of one image (MVTec LOCO). */
  private static List<Path> masksIn(Path folder) {
    var several = folders(folder).stream().filter(each -> !images(each).isEmpty());
    return Stream.concat(images(folder).stream(), several).toList();
  }

  private static String stem(Path file) {
    var name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot < 0 || Files.isDirectory(file) ? name : name.substring(0, dot);
  }

  private static List<Path> images(Path folder) {
    return Files.isDirectory(folder)
        ? PictureFolder.list(folder).stream().filter(PictureFolder::isImage).toList()
        : List.of();
  }

  private static List<Path> folders(Path folder) {
    return Files.isDirectory(folder)
        ? PictureFolder.list(folder).stream().filter(Files::isDirectory).toList()
        : List.of();
  }
}
