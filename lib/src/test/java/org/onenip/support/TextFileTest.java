package org.onenip.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
  private static final String TEXT = "object;größe\r\n";

  @TempDir Path folder;

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("list.csv"), bytes);
  }

  private void reads(String text, Charset charset) throws IOException {
    assertEquals(TEXT, TextFile.read(file(text.getBytes(charset))), charset.toString());
  }

  @Test
  void everyEditorsCharacterSetIsToldByItsBytes() throws IOException {
    reads(TEXT, StandardCharsets.UTF_8);
    reads("\uFEFF" + TEXT, StandardCharsets.UTF_8);
    reads("\uFEFF" + TEXT, StandardCharsets.UTF_16LE);
    reads("\uFEFF" + TEXT, StandardCharsets.UTF_16BE);
    reads(TEXT, StandardCharsets.UTF_16LE);
    reads(TEXT, StandardCharsets.UTF_16BE);
    reads(TEXT, StandardCharsets.ISO_8859_1);
    reads(TEXT, Charset.forName("windows-1252"));
    assertEquals("", TextFile.read(file(new byte[0])));
  }

  @Test
  void whatIsNoTextIsRefusedInOneSentence() throws IOException {
    for (var bytes : new byte[][] {{'a', 'b', 'c', 0, 'd'}, {'a', (byte) 0x81, 'b'}}) {
      var file = file(bytes);
      var message = assertThrows(UserError.class, () -> TextFile.read(file)).getMessage();
      assertTrue(message.contains(file.toString()) && message.contains("UTF-8"), message);
    }
  }
}
