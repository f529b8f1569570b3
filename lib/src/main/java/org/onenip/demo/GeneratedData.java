package org.onenip.demo;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.onenip.support.Json;
import org.onenip.support.UserError;

/**
 * Writes the embedded data set: seven products in the layout of MVTec AD, and {@code dataset.json}
 * that says how it was made and which kinds of defect are structural and which camouflaged. The
 * same seed gives the same pixels.
 */
public final class GeneratedData {
  private static final String DESCRIPTION = "dataset.json";
  private static final List<Product> PRODUCTS =
      List.of(
          new Blister(),
          new Board(),
          new Cable(),
          new Fabric(),
          new Label(),
          new Tray(),
          new Wood());

  private GeneratedData() {}

  /**
   * How many images of each class.
   *
   * @param train normal images to train on
   * @param good normal images to test on
   * @param defective defective images to test on, spread over the kinds
   */
  public record Amounts(int train, int good, int defective) {
    /** Checks that there is something to train on. */
    public Amounts {
      if (train < 1 || good < 0 || defective < 0) {
        throw new UserError(
            "The embedded data needs one training image at least and no negative amounts, not"
                + " %d, %d and %d.".formatted(train, good, defective));
      }
    }

    /** Forty to train on, ten good and twenty defective ones to test on. */
    public static Amounts defaults() {
      return new Amounts(40, 10, 20);
    }
  }

  /** The names of the classes, sorted. */
  public static List<String> classes() {
    return PRODUCTS.stream().map(Product::name).toList();
  }

  /** How many images {@link #write} makes. */
  public static int total(Amounts amounts) {
    return PRODUCTS.size() * (amounts.train() + amounts.good() + amounts.defective());
  }

  /**
   * Writes the data set, unless it is there already.
   *
   * @param folder its root
   * @param seed the seed of everything random
   * @throws UserError if the folder holds something else or cannot be written
   */
  public static void write(Path folder, long seed, Amounts amounts) {
    write(folder, seed, amounts, done -> {});
  }

  /**
   * Writes the data set, unless it is there already with this seed and these amounts. The files
   * appear together at the end, so that a half-written set is never taken for a whole one.
   *
   * @param folder its root
   * @param seed the seed of everything random
   * @param progress hears how many images are done, of {@link #total}; from several threads
   * @throws UserError if the folder holds something else or cannot be written
   */
  public static void write(Path folder, long seed, Amounts amounts, IntConsumer progress) {
    var target = folder.toAbsolutePath().normalize();
    var description = description(seed, amounts);
    try {
      if (Files.exists(target)) {
        var present = present(target);
        if (present.equals(description)) {
          return;
        }
        if (present.size() == 0 && !isEmpty(target)) {
          throw new UserError(
              "%s exists and is no embedded data set; choose another folder.".formatted(folder));
        }
      }
      Files.createDirectories(target.getParent());
      var draft = Files.createTempDirectory(target.getParent(), "." + target.getFileName());
      try {
        fill(draft, seed, amounts, progress);
        Files.writeString(
            draft.resolve(DESCRIPTION),
            new GsonBuilder().setPrettyPrinting().create().toJson(description) + "\n");
        draft.toFile().setReadable(true, false);
        draft.toFile().setExecutable(true, false);
        delete(target);
        Files.move(draft, target);
      } finally {
        delete(draft);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new UserError(
          "The embedded data cannot be written to %s (%s).".formatted(folder, e.getMessage()), e);
    }
  }

  private static void fill(Path root, long seed, Amounts amounts, IntConsumer progress)
      throws IOException {
    var jobs = new ArrayList<Specimen>();
    for (var product : PRODUCTS) {
      for (int i = 0; i < amounts.train(); i++) {
        jobs.add(Specimen.good(product, "train", i));
      }
      for (int i = 0; i < amounts.good(); i++) {
        jobs.add(Specimen.good(product, "test", i));
      }
      for (int i = 0; i < amounts.defective(); i++) {
        int kinds = product.kinds().size();
        jobs.add(Specimen.defective(product, product.kinds().get(i % kinds), i / kinds));
      }
    }
    for (var job : jobs) {
      Files.createDirectories(job.image(root).getParent());
      if (job.kind().isPresent()) {
        Files.createDirectories(job.mask(root).getParent());
      }
    }
    var done = new AtomicInteger();
    jobs.parallelStream()
        .forEach(
            job -> {
              job.write(root, seed);
              progress.accept(done.incrementAndGet());
            });
  }

  private static JsonObject description(long seed, Amounts amounts) {
    var groups = new TreeMap<String, List<String>>();
    for (var product : PRODUCTS) {
      for (var kind : product.kinds()) {
        groups
            .computeIfAbsent(kind.group().name().toLowerCase(Locale.ROOT), g -> new ArrayList<>())
            .add(product.name() + "/" + kind.name());
      }
    }
    var gson = new GsonBuilder().create();
    var json = new JsonObject();
    json.addProperty("name", "embedded");
    json.addProperty("seed", seed);
    json.add("amounts", gson.toJsonTree(amounts));
    json.add("groups", gson.toJsonTree(groups));
    return json;
  }

  /** What an existing folder says of itself; empty where it is no embedded data set. */
  private static JsonObject present(Path folder) throws IOException {
    var file = folder.resolve(DESCRIPTION);
    if (Files.isRegularFile(file)) {
      try {
        var json = Json.object(Files.readString(file));
        if (json.has("name") && json.get("name").getAsString().equals("embedded")) {
          return json;
        }
      } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
        return new JsonObject(); // somebody else's file
      }
    }
    return new JsonObject();
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (var files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, IOException failure)
              throws IOException {
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
