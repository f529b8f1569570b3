package org.onenip.data;

import ai.djl.util.Progress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.onenip.support.UserError;

/**
 * Finds a data set by what {@code --data} says: a folder, whose layout is found out; {@code
 * LAYOUT:FOLDER} where it is given; {@code cifar10:01234}; several of these with commas between,
 * merged into one; {@code NAME=} before one that is to be called otherwise than its folder.
 */
public final class DataSets {
  private static final Pattern NAME = Pattern.compile("([\\w.+-]{1,60})=(.+)");
  private static final Pattern LAYOUT = Pattern.compile("(\\w{2,20}):(.*)");

  private DataSets() {}

  /**
   * A data set to train or test on.
   *
   * @param data as above
   * @param classes those to take; empty takes all
   * @throws UserError if there is none, or as {@link Listing#toSet}
   */
  public static ImageSet open(String data, Collection<String> classes) {
    return list(data, new Silence()).toSet(classes);
  }

  /**
   * Lists a data set, with whatever is wrong in it.
   *
   * @param data as above
   * @param progress hears of what has to be fetched first
   * @throws UserError if there is none
   */
  public static Listing list(String data, Progress progress) {
    var parts = new ArrayList<Listing>();
    var names = new HashSet<String>();
    for (var part : exists(data) ? List.of(data) : List.of(data.split(",", -1))) {
      var listing = one(part.strip(), progress);
      parts.add(listing);
      if (!names.add(listing.name())) {
        throw new UserError(
            "Two data sets in %s are called \"%s\"; name one otherwise, as in NAME=%s."
                .formatted(data, listing.name(), part.strip()));
      }
    }
    return parts.size() == 1 ? parts.get(0) : Listing.merge(parts);
  }

  private static Listing one(String part, Progress progress) {
    var named = NAME.matcher(part);
    if (!exists(part) && named.matches()) {
      return one(named.group(2), progress).called(named.group(1));
    }
    var told = LAYOUT.matcher(part);
    if (!exists(part) && told.matches()) {
      var layout = Layouts.named(told.group(1));
      if (layout.isPresent()) {
        if (layout.get() instanceof FolderLayout) {
          existing(told.group(2));
        }
        return layout.get().list(told.group(2), progress);
      }
    }
    var path = existing(part);
    var layout = Layouts.of(path);
    return layout.orElseThrow(() -> unknown(path)).list(path);
  }

  private static boolean exists(String path) {
    try {
      return !path.isEmpty() && Files.exists(Path.of(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static Path existing(String path) {
    if (!exists(path)) {
      throw new UserError(
          "The data folder %s does not exist; name one with --data (onenip data list shows how)."
              .formatted(path.isEmpty() ? "\"\"" : path));
    }
    return Path.of(path);
  }

  private static UserError unknown(Path path) {
    if (!Files.isDirectory(path)) {
      return new UserError("%s is no folder; name one with --data.".formatted(path));
    }
    var inside =
        PictureFolder.list(path).stream().filter(child -> Layouts.of(child).isPresent()).toList();
    return new UserError(
        inside.isEmpty()
            ? "The data folder %s holds no class: each is a folder with train/good and test in it (onenip data list shows other layouts)."
                .formatted(path)
            : "The data folder %s holds no class, but %s does: name that."
                .formatted(path, inside.get(0)));
  }
}
