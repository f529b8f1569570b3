package org.onenip.lab;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.onenip.support.LastLines;

/**
 * Follows nbconvert by its log, in which alone it says which cell it is at, and the whole of what a
 * kernel says of an error: its own summary leaves out the message of JJava's.
 */
final class NbconvertLog implements Consumer<String> {
  private static final String CELL = "[NbConvertApp] Executing cell:";
  private static final String MESSAGE = "[NbConvertApp] content: ";
  private static final String ERROR = MESSAGE + "{'ename': ";
  private static final Pattern COLOR = Pattern.compile("\u001b\\[[0-9;]*m");

  /** An escape in a Python string: of a backslash, or of a character by its code. */
  private static final Pattern PYTHON_ESCAPE = Pattern.compile("\\\\(?:\\\\|x([0-9a-f]{2}))");

  /** The first line of what nbconvert itself stumbles over. */
  private static final Pattern OWN_ERROR = Pattern.compile("[\\w.]+(?:Error|Kernel): .+");

  private final IntConsumer progress;
  private final LastLines ownErrors = new LastLines(1);
  private String error;
  private int cells;

  /**
   * A log that is still empty.
   *
   * @param progress receives the number of cells that are done
   */
  NbconvertLog(IntConsumer progress) {
    this.progress = progress;
  }

  @Override
  public void accept(String line) {
    if (line.equals(CELL)) {
      progress.accept(cells++);
      error = null;
    } else if (line.startsWith(ERROR)) {
      error = line.substring(MESSAGE.length());
    } else if (OWN_ERROR.matcher(line).matches()) {
      ownErrors.accept(line);
    }
  }

  /** How many cells were begun. */
  public int cells() {
    return cells;
  }

  /** What went wrong in the last cell: the kernel's words, or else nbconvert's. */
  public String error() {
    if (error == null) {
      return ownErrors.toString();
    }
    var message = new Gson().fromJson(json(error), JsonObject.class);
    var lines =
        StreamSupport.stream(message.getAsJsonArray("traceback").spliterator(), false)
            .map(JsonElement::getAsString)
            .collect(Collectors.joining("\n"));
    return COLOR.matcher(lines).replaceAll("").strip();
  }

  /** A Python dictionary of texts as JSON; Gson takes the single quotes as they are. */
  private static String json(String python) {
    return PYTHON_ESCAPE
        .matcher(python)
        .replaceAll(match -> match.group(1) == null ? "\\\\\\\\" : "\\\\u00" + match.group(1));
  }
}
