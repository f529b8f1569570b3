package org.onenip.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {
  private static final Path FOLDER = Path.of("runs").toAbsolutePath();

  @ParameterizedTest
  @ValueSource(strings = {"bottle", "metal nut", "50%", "ゼリー", "v1.2", "console", "..a", "COM10"})
  void aNameThatIsOneEverywhereStaysAsItIs(String name) {
    assertEquals(name, FileNames.of(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "../..",
        "/etc",
        "a/../../b",
        "..\\..",
        "C:",
        "a\0b",
        "nul",
        "Con.txt",
        "lpt1",
        "dot.",
        "blank ",
        "a?b",
        "tab\tb",
        "a|b",
        "%2E%2E"
      })
  void aNameThatIsNoneBecomesOneInsideItsFolder(String name) {
    var safe = FileNames.of(name);
    assertNotEquals(name, safe);
    assertEquals(FOLDER, FOLDER.resolve(safe).normalize().getParent(), safe);
    var windows = "(?i)(con|nul|aux|prn|com\\d|lpt\\d)(\\..*)?";
    assertTrue(
        !safe.matches("(?s).*[<>:\"/\\\\|?*\\x00-\\x1f].*|.*[. ]") && !safe.matches(windows));
    assertTrue(FileNames.in(FOLDER, name).normalize().startsWith(FOLDER), name);
  }

  @Test
  void differentNamesStayDifferent() {
    var names =
        List.of("..", "%2E%2E", "%2E.", "a/b", "a%2Fb", "a:b", "nul", "%6Eul", "", "%", "%25");
    var safe = new HashSet<String>();
    names.forEach(name -> assertTrue(safe.add(FileNames.of(name)), name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "ゼ", "😀"})
  void aLongNameIsCutAndKeepsItsDifference(String letter) {
    var one = FileNames.of(letter.repeat(5000) + "1");
    var two = FileNames.of(letter.repeat(5000) + "2");
    assertNotEquals(one, two);
    assertTrue(one.getBytes(StandardCharsets.UTF_8).length <= 200, one);
    assertTrue(one.startsWith(letter) && !one.contains("?"), one);
  }

  @Test
  void aClassOfAMergedSetKeepsItsTwoFolders() {
    assertEquals(FOLDER.resolve("mvtec").resolve("bottle"), FileNames.in(FOLDER, "mvtec/bottle"));
  }

  @Test
  void namesThatSomeSystemsCannotTellApartAreRefused() {
    FileNames.refuseTwins("classes", List.of("a", "b", "a"));
    for (var twins : List.of(List.of("Cable", "cable"), List.of("\u00e9", "e\u0301"))) {
      var error = assertThrows(UserError.class, () -> FileNames.refuseTwins("classes", twins));
      assertTrue(error.getMessage().contains(twins.get(1)), error.getMessage());
    }
  }

  @Test
  void anErrorIsShortAndSteersNoTerminal() {
    var digits = "7".repeat(400_000);
    var message = new UserError("--x %s is too large; take 1.".formatted(digits)).getMessage();
    assertTrue(message.length() <= 500, "" + message.length());
    assertTrue(message.startsWith("--x 7") && message.endsWith("is too large; take 1."), message);
    assertEquals("a\uFFFD[31mb", new UserError("a\u001b[31mb").getMessage());
  }
}
