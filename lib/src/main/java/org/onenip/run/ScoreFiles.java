package org.onenip.run;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.onenip.support.CsvText;
import org.onenip.support.FolderLock;
import org.onenip.support.Json;
import org.onenip.support.PathText;
import org.onenip.support.ProgressListener;
import org.onenip.support.UserError;
import org.onenip.support.WholeFile;

/**
 * {@code scores.csv} and {@code unreadable.csv} while they grow. Rows go to {@code *.part} files;
 * {@code resume.json} says how long these were after the last whole batch, and of which call they
 * are. What a kill left beyond that is cut off. At the end the files get their names.
 */
public final class ScoreFiles implements AutoCloseable {
  private static final String STATE = "resume.json";
  private static final List<String> SCORES =
      List.of("file", "score", "threshold", "anomalous", "prompt", "map", "map_unit");
  private static final List<String> UNREADABLE = List.of("file", "reason");

  private final FolderLock lock;
  private final Path out;
  private final String call;
  private final Table scores;
  private final Table unreadable;
  private int done;
  private int skipped;

  /** What is said of one file. */
  record Row(boolean readable, List<?> cells) {
    static Row scored(Object... cells) {
      return new Row(true, Arrays.asList(cells));
    }

    static Row unreadable(Path file, String reason) {
      return new Row(false, List.of(PathText.of(file), reason));
    }
  }

  /**
   * How far a call has come.
   *
   * @param call all that decides what it writes
   * @param done files, the skipped ones too
   * @param skipped of these
   * @param scores length of the scores' part file in bytes
   * @param unreadable length of the other
   */
  private record State(String call, int done, int skipped, long scores, long unreadable) {
    State {
      if (call == null || skipped < 0 || done < skipped || scores < 0 || unreadable < 0) {
        throw new IllegalArgumentException("it is no state of a call");
      }
    }
  }

  /** A CSV file that grows under another name. */
  private record Table(Path file, Path part, Writer writer, CSVPrinter rows) {
    static Path part(Path file) {
      return file.resolveSibling(file.getFileName() + ".part");
    }

    /** Opens the part file, cut to a length; a new one gets its header. */
    static Table open(Path file, long length, List<String> header) throws IOException {
      var part = part(file);
      try (var channel =
          FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        channel.truncate(length);
      }
      var writer = Files.newBufferedWriter(part, StandardOpenOption.APPEND);
      var rows = new CSVPrinter(writer, CSVFormat.DEFAULT);
      if (length == 0) {
        rows.printRecord(header);
        rows.flush();
      }
      return new Table(file, part, writer, rows);
    }

    long flush() throws IOException {
      rows.flush();
      return Files.size(part);
    }

    void finish() throws IOException {
      writer.close();
      WholeFile.rename(part, file);
    }
  }

  private ScoreFiles(FolderLock lock, Path out, State state) throws IOException {
    this.lock = lock;
    this.out = out;
    call = state.call();
    done = state.done();
    skipped = state.skipped();
    scores = Table.open(scores(out), state.scores(), SCORES);
    unreadable = Table.open(unreadable(out), state.unreadable(), UNREADABLE);
  }

  /**
   * Goes on with what an equal call left, or begins; the files of an earlier call are removed.
   * Until it is closed, no other call writes to the folder.
   *
   * @param out is made where it is missing
   * @param call all that decides what is written
   * @param listener hears which
   * @throws UserError if another call writes to the folder, or it cannot be written
   */
  public static ScoreFiles open(Path out, String call, ProgressListener listener)
      throws IOException {
    var lock = FolderLock.open(out);
    try {
      return open(lock, out, call, listener);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static ScoreFiles open(FolderLock lock, Path out, String call, ProgressListener listener)
      throws IOException {
    var left = left(out);
    boolean same = left != null && left.call().equals(call) && whole(out, left);
    if (same) {
      listener.say("Going on after the first %d images, which are done.".formatted(left.done()));
    } else if (left != null) {
      listener.say(
          "Starting afresh: what lies unfinished in %s is of another call.".formatted(out));
    }
    Files.deleteIfExists(scores(out));
    Files.deleteIfExists(unreadable(out));
    if (!same) {
      Files.deleteIfExists(out.resolve(STATE)); // before the rows that it speaks of
    }
    return new ScoreFiles(lock, out, same ? left : new State(call, 0, 0, 0, 0));
  }

  private static Path scores(Path out) {
    return out.resolve("scores.csv");
  }

  private static Path unreadable(Path out) {
    return out.resolve("unreadable.csv");
  }

  /** What a call that was cut off says of itself; {@code null} where none was. */
  private static State left(Path out) throws IOException {
    try {
      return Json.record(Json.object(Files.readString(out.resolve(STATE))), State.class);
    } catch (NoSuchFileException e) {
      return null;
    } catch (JsonParseException | IllegalArgumentException e) {
      return new State("", 0, 0, 0, 0); // of no call
    }
  }

  private static boolean whole(Path out, State state) throws IOException {
    return length(Table.part(scores(out))) >= state.scores()
        && length(Table.part(unreadable(out))) >= state.unreadable();
  }

  private static long length(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : -1;
  }

  /** How many files are done; the next row is of the file after these. */
  public int done() {
    return done;
  }

  /** How many of them could not be read. */
  public int skipped() {
    return skipped;
  }

  /** Adds the rows of the next files, in their order, and keeps them. */
  void add(List<Row> files) throws IOException {
    for (var row : files) {
      (row.readable() ? scores : unreadable).rows().printRecord(CsvText.safe(row.cells()));
      skipped += row.readable() ? 0 : 1;
    }
    done += files.size();
    var state = new State(call, done, skipped, scores.flush(), unreadable.flush());
    WholeFile.write(out.resolve(STATE), writer -> writer.write(new Gson().toJson(state)));
  }

  /**
   * Gives the files their names.
   *
   * @return what could not be read, the first few as {@code file: reason}
   * @throws UserError if nothing could be read; nothing is left then
   */
  public List<String> finish(int few) throws IOException {
    var first = firstUnreadable(few);
    if (skipped == done) {
      close();
      Files.delete(scores.part());
      Files.delete(unreadable.part());
      Files.delete(out.resolve(STATE));
      throw new UserError(
          done == 1
              ? first.get(0)
              : "None of the %d images could be read; the first: %s".formatted(done, first.get(0)));
    }
    if (skipped > 0) {
      unreadable.finish();
    } else {
      unreadable.writer().close();
      Files.delete(unreadable.part());
    }
    scores.finish();
    Files.delete(out.resolve(STATE));
    return first;
  }

  private List<String> firstUnreadable(int few) throws IOException {
    try (var rows = CSVFormat.DEFAULT.parse(Files.newBufferedReader(unreadable.part()))) {
      return rows.stream().skip(1).limit(few).map(row -> CsvText.read(row.get(1))).toList();
    }
  }

  /** What was added stays for an equal call to go on with; if that is nothing, nothing stays. */
  @Override
  public void close() throws IOException {
    var first = scores.writer();
    var second = unreadable.writer();
    try (lock;
        first;
        second) {
      if (done == 0) {
        Files.deleteIfExists(scores.part());
        Files.deleteIfExists(unreadable.part());
      }
    }
  }
}
