package org.onenip.support;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads text that somebody wrote with any editor or spreadsheet: UTF-8 or UTF-16, with or without a
 * byte-order mark, or else Windows' Western character set.
 */
public final class TextFile {
  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final char MARK = '\uFEFF';

  private TextFile() {}

  /**
   * The text, without a byte-order mark.
   *
   * @throws IOException if the file cannot be read
   * @throws UserError if it is no text of any of these
   */
  public static String read(Path file) throws IOException {
    var bytes = Files.readAllBytes(file);
    var charset = charset(bytes);
    String text;
    try {
      text = decode(bytes, charset);
    } catch (CharacterCodingException e) {
      text = western(file, bytes);
    }
    if (text.indexOf('\0') >= 0) {
      throw none(file);
    }
    return !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
  }

  /** By the byte-order mark, or by the zeros that plain letters have in UTF-16. */
  private static Charset charset(byte[] bytes) {
    int first = bytes.length > 1 ? (bytes[0] & 255) << 8 | bytes[1] & 255 : -1;
    if (first == 0xFFFE || first > 0xFF && (first & 255) == 0) {
      return StandardCharsets.UTF_16LE;
    }
    if (first == 0xFEFF || first > 0 && first <= 0xFF) {
      return StandardCharsets.UTF_16BE;
    }
    return StandardCharsets.UTF_8;
  }

  private static String western(Path file, byte[] bytes) {
    try {
      var text = decode(bytes, WINDOWS);
      if (text.chars().noneMatch(c -> c == '\uFFFD')) {
        return text;
      }
    } catch (CharacterCodingException e) {
      throw none(file);
    }
    throw none(file);
  }

  private static String decode(byte[] bytes, Charset charset) throws CharacterCodingException {
    return charset
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT)
        .decode(ByteBuffer.wrap(bytes))
        .toString();
  }

  private static UserError none(Path file) {
    return new UserError(
        "%s is no text in UTF-8, UTF-16 or Windows-1252; save it as UTF-8.".formatted(file));
  }
}
