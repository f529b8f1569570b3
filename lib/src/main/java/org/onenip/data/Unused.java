package org.onenip.data;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.onenip.support.UserError;

/**
 * Files of one folder that nothing reads, for one reason. Whoever put them there may think that
 * they count.
 *
 * @param className of the class whose folder they lie in; {@code null} where it is none's
 * @param folder where they lie
 * @param reason why they are not read
 * @param ending of their names, small, with its dot; empty where there is none
 * @param files sorted by name
 */
public record Unused(
    String className, Path folder, Reason reason, String ending, List<Path> files) {
  private static final int EXAMPLES = 3;

  /** So many are looked at; whoever has more has other things there than images. */
  private static final int MOST = 200_000;

  private static final Set<String> FOREIGN =
      Set.of(
          ".heic", ".heif", ".hif", ".avif", ".jxl", ".jp2", ".j2k", ".jxr", ".dng", ".raw", ".cr2",
          ".cr3", ".nef", ".arw", ".orf", ".rw2", ".psd", ".xcf", ".tga", ".exr", ".hdr", ".svg",
          ".pcx", ".ppm", ".pgm", ".pbm", ".pnm", ".ico", ".mpo", ".dcm", ".npy");

  /** Why files are not read. */
  public enum Reason {
    /** A link whose target is gone. */
    DEAD_LINK("a link to nothing", true),
    /** A picture of a format that is not read. */
    FOREIGN("a format that is not read: convert to PNG or JPEG", true),
    /** A file or folder that may not be opened. */
    CLOSED("it may not be opened", true),
    /** A picture outside the folders that are looked into. */
    ELSEWHERE("pictures are not looked for there", false),
    /** A mask of no image. */
    LOOSE("a mask of no image", false),
    /** Something else than a picture. */
    OTHER("no picture", false);

    private final String text;
    private final boolean wrong;

    Reason(String text, boolean wrong) {
      this.text = text;
      this.wrong = wrong;
    }

    /** Whether pictures are lost by it that somebody meant to be used. */
    public boolean wrong() {
      return wrong;
    }
  }

  /** In one sentence, with a few examples. */
  public String sentence() {
    if (files.size() == 1) {
      return "%s is not used (%s).".formatted(files.get(0), reason.text);
    }
    var names =
        files.stream()
            .limit(EXAMPLES)
            .map(file -> file.getFileName().toString())
            .collect(Collectors.joining(", "));
    return "%d %sfiles in %s are not used (%s): %s%s."
        .formatted(
            files.size(),
            ending.isEmpty() ? "" : ending + " ",
            folder,
            reason.text,
            names,
            files.size() > EXAMPLES ? ", …" : "");
  }

  /**
   * All visible files below a folder but those that are used.
   *
   * @param classOf the class whose folder a file lies in, or {@code null}
   * @throws UserError if the folder cannot be listed
   */
  static List<Unused> below(Path root, Collection<Path> used, Function<Path, String> classOf) {
    var known = used.stream().map(Path::normalize).collect(Collectors.toSet());
    var found = new ArrayList<Path>();
    var closed = new ArrayList<Path>();
    try {
      Files.walkFileTree(
          root,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes about) {
              return hidden(root, folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
              if (!hidden(root, file) && !known.contains(file.normalize())) {
                found.add(file);
              }
              return found.size() < MOST ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              closed.add(file);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UserError("%s cannot be listed (%s).".formatted(root, e.getMessage()), e);
    }
    return grouped(found, closed, classOf);
  }

  private static boolean hidden(Path root, Path file) {
    return !file.equals(root) && file.getFileName().toString().startsWith(".");
  }

  private static List<Unused> grouped(
      List<Path> found, List<Path> closed, Function<Path, String> classOf) {
    var groups = new TreeMap<String, Unused>();
    for (var file : found) {
      add(groups, file, reason(file), classOf);
    }
    for (var file : closed) {
      add(groups, file, Reason.CLOSED, classOf);
    }
    return groups.values().stream()
        .map(
            group ->
                new Unused(
                    group.className,
                    group.folder,
                    group.reason,
                    group.ending,
                    group.files.stream().sorted().toList()))
        .toList();
  }

  private static void add(
      TreeMap<String, Unused> groups, Path file, Reason reason, Function<Path, String> classOf) {
    var folder = file.getParent() == null ? Path.of("") : file.getParent();
    var ending = ending(file);
    groups
        .computeIfAbsent(
            folder + "\0" + reason.ordinal() + ending,
            order -> new Unused(classOf.apply(file), folder, reason, ending, new ArrayList<>()))
        .files
        .add(file);
  }

  /** Masks of no image, by the folders that they lie in. */
  static List<Unused> masks(List<Path> loose) {
    var groups = new TreeMap<String, Unused>();
    loose.forEach(mask -> add(groups, mask, Reason.LOOSE, file -> null));
    return List.copyOf(groups.values());
  }

  private static Reason reason(Path file) {
    if (!Files.exists(file)) {
      return Reason.DEAD_LINK;
    }
    if (PictureFolder.isImage(file)) {
      return Reason.ELSEWHERE;
    }
    return FOREIGN.contains(ending(file)) ? Reason.FOREIGN : Reason.OTHER;
  }

  private static String ending(Path file) {
    var name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? "" : name.substring(dot);
  }
}
