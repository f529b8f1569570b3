package org.onenip.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ShellTest {
  @Test
  void plainWordsStayAsTheyAre() {
    assertEquals("first-1", Shell.word(Path.of("first-1")));
    assertEquals("cifar10:01234", Shell.word("cifar10:01234"));
  }

  @Test
  void anythingElseIsOneWordInQuotes() {
    assertEquals("'my runs/first'", Shell.word("my runs/first"));
    assertEquals("'it'\\''s'", Shell.word("it's"));
    assertEquals("''", Shell.word(""));
    assertEquals("'$HOME'", Shell.word("$HOME"));
    assertEquals("\"C:\\my runs\"", Shell.word("C:\\my runs"));
  }
}
