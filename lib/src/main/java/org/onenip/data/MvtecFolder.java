package org.onenip.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.onenip.UserError;

/**
 * Data in the layout of MVTec AD: {@code <class>/train/good}, {@code <class>/test/<kind>} and
 * {@code <class>/ground_truth/<kind>/<image>_mask.png}. The root may also be the folder of one
 * class. Everything is sorted by name; hidden files and folders without {@code train} or {@code
 * test} are passed over.
 */
public final class MvtecFolder {
  private MvtecFolder() {}

  /**
   * Lists a data set.
   *
   * @param root its folder
   * @param classes those to take; empty takes all
   * @throws UserError if the folder is missing or empty, a class is unknown or has no {@code
   *     train/good}, or some defective images of a class have a mask and others none
   */
  public static ImageSet scan(Path root, Collection<String> classes) {
    if (!Files.isDirectory(root)) {
      throw new UserError(
          "The data folder %s does not exist; name one in MVTec layout with --data."
              .formatted(root));
    }
    var folders = new HashMap<String, Path>();
    if (isClass(root)) {
      folders.put(root.toAbsolutePath().normalize().getFileName().toString(), root);
    } else {
      children(root).stream()
          .filter(MvtecFolder::isClass)
          .forEach(folder -> folders.put(folder.getFileName().toString(), folder));
    }
    if (folders.isEmpty()) {
      throw new UserError(
          "The data folder %s holds no class: each is a folder with train/good and test in it."
              .formatted(root));
    }
    for (var name : classes) {
      if (!folders.containsKey(name)) {
        throw new UserError(
            "There is no class \"%s\" in %s; it has %s."
                .formatted(
                    name, root, String.join(", ", folders.keySet().stream().sorted().toList())));
      }
    }
    var train = new ArrayList<Sample>();
    var test = new ArrayList<Sample>();
    folders.keySet().stream()
        .sorted()
        .filter(name -> classes.isEmpty() || classes.contains(name))
        .forEach(
            name -> {
              train.addAll(train(folders.get(name), name));
              test.addAll(test(folders.get(name), name));
            });
    return new ImageSet(
        root.toAbsolutePath().normalize().getFileName().toString(),
        root,
        List.copyOf(train),
        List.copyOf(test));
  }

  private static boolean isClass(Path folder) {
    return Files.isDirectory(folder.resolve("train")) || Files.isDirectory(folder.resolve("test"));
  }

  private static List<Sample> train(Path folder, String name) {
    var good = folder.resolve("train").resolve(Sample.GOOD);
    var images = Files.isDirectory(good) ? images(good) : List.<Path>of();
    if (images.isEmpty()) {
      throw new UserError(
          "Class \"%s\" has no normal training images: put some into %s.".formatted(name, good));
    }
    return images.stream().map(i -> new Sample(i, name, Sample.GOOD, Optional.empty())).toList();
  }

  private static List<Sample> test(Path folder, String name) {
    var test = folder.resolve("test");
    if (!Files.isDirectory(test)) {
      return List.of();
    }
    var samples = new ArrayList<Sample>();
    for (var kindFolder : children(test)) {
      var kind = kindFolder.getFileName().toString();
      var masks = masks(folder.resolve("ground_truth").resolve(kind));
      for (var image : images(kindFolder)) {
        var mask =
            kind.equals(Sample.GOOD)
                ? Optional.<Path>empty()
                : Optional.ofNullable(masks.get(stem(image)));
        samples.add(new Sample(image, name, kind, mask));
      }
    }
    var defective = samples.stream().filter(Sample::anomalous).toList();
    var bare = defective.stream().filter(sample -> sample.mask().isEmpty()).toList();
    if (!bare.isEmpty() && bare.size() < defective.size()) {
      throw new UserError(
          "%s has no mask in %s, though others of class \"%s\" have: add it, or remove the image."
              .formatted(bare.get(0).image(), folder.resolve("ground_truth"), name));
    }
    return samples;
  }

  /**
   * Masks by the stem of the image that they belong to: {@code 000_mask.png} or {@code 000.png}.
   */
  private static Map<String, Path> masks(Path folder) {
    return Files.isDirectory(folder)
        ? images(folder).stream()
            .collect(
                Collectors.toMap(
                    path -> stem(path).replaceFirst("_mask$", ""), path -> path, (a, b) -> a))
        : Map.of();
  }

  private static String stem(Path file) {
    var name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  private static List<Path> images(Path folder) {
    return ImageFolder.list(folder).stream().filter(ImageFolder::isImage).toList();
  }

  private static List<Path> children(Path folder) {
    return ImageFolder.list(folder).stream().filter(Files::isDirectory).toList();
  }
}
