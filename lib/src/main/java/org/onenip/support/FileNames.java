package org.onenip.support;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes names of files and folders of what things are called. Names come from lists and folders of
 * others: one may lead out of the folder that it is to lie in, or be none on some system.
 */
public final class FileNames {
  /** Bytes of UTF-8; systems take 255, and we add endings. */
  private static final int MOST_BYTES = 200;

  private static final int CHECKSUM_DIGITS = 16;

  /** What Windows or all systems refuse; a percent sign only where it looks like one of ours. */
  private static final Pattern UNSAFE =
      Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f<>:\"/\\\\|?*]|%(?=[0-9A-Fa-f]{2})");

  /** A dot or blank at the end is dropped by Windows; one dot or two mean folders. */
  private static final Pattern END = Pattern.compile("[. ]$");

  /** Devices of Windows, whatever follows the dot. */
  private static final Pattern DEVICE =
      Pattern.compile("(?i)(CON|PRN|AUX|NUL|COM[0-9¹²³]|LPT[0-9¹²³])(\\..*)?");

  private FileNames() {}

  /**
   * A name that is one on every system, and stays inside its folder: that itself wherever it is
   * such. Else its letters that are not allowed become their percent codes, and what is too long is
   * cut and ends in a checksum, so that different names stay different.
   */
  public static String of(String name) {
    var safe = UNSAFE.matcher(name).replaceAll(found -> code(found.group()));
    safe = END.matcher(safe).replaceFirst(found -> code(found.group()));
    if (safe.isEmpty()) {
      return "%FF"; // no letter's code
    }
    if (DEVICE.matcher(safe).matches()) {
      safe = code(safe.substring(0, 1)) + safe.substring(1);
    }
    if (bytes(safe).length <= MOST_BYTES) {
      return safe;
    }
    var checksum = Checksum.sha256(bytes(safe)).substring(0, CHECKSUM_DIGITS);
    int end = MOST_BYTES - CHECKSUM_DIGITS - 1;
    while (bytes(safe.substring(0, Math.min(end, safe.length()))).length
        > MOST_BYTES - CHECKSUM_DIGITS - 1) {
      end--;
    }
    end -= Character.isHighSurrogate(safe.charAt(end - 1)) ? 1 : 0;
    return safe.substring(0, end) + "~" + checksum;
  }

  /** The path of something in a folder; its name may have parts, as {@code SET/CLASS} has. */
  public static Path in(Path folder, String name) {
    return folder.resolve(
        Arrays.stream(name.split("/", -1)).map(FileNames::of).collect(Collectors.joining("/")));
  }

  /**
   * Refuses names that some systems cannot tell apart.
   *
   * @param what they are, as in "classes"
   * @throws UserError if two differ by capital letters alone
   */
  public static void refuseTwins(String what, Collection<String> names) {
    var seen = new HashMap<String, String>();
    for (var name : names) {
      var twin = seen.putIfAbsent(folded(name), name);
      if (twin != null && !twin.equals(name)) {
        throw new UserError(
            "The %s \"%s\" and \"%s\" differ by capital letters alone, and would share a folder on some systems; rename one."
                .formatted(what, twin, name));
      }
    }
  }

  /** The same text for names that some systems cannot tell apart. */
  public static String folded(String name) {
    var same = Normalizer.normalize(name, Normalizer.Form.NFC); // macOS takes letters apart
    return same.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  private static String code(String letter) {
    var coded = new StringBuilder();
    for (byte each : bytes(letter)) {
      coded.append("%%%02X".formatted(each));
    }
    return coded.toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
