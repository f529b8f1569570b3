package org.onenip.run;

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
import org.onenip.support.UserError;

class ConfigFileTest {
  @TempDir Path folder;

  /** As editors of another system save it. */
  @Test
  void aConfigurationMayHaveAByteOrderMark() throws IOException {
    var file = folder.resolve("config.json");
    var text = "\uFEFF{\"size\": 160, \"data\": \"Geh\u00e4use\"}";
    for (var charset :
        new Charset[] {
          StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE
        }) {
      Files.write(file, text.getBytes(charset));
      assertEquals(160, ConfigFile.read(file).size());
      assertEquals("Geh\u00e4use", ConfigFile.read(file).data());
    }
    Files.write(file, new byte[] {'{', 0, '}', 0, 1, 2, 3});
    var message = assertThrows(UserError.class, () -> ConfigFile.read(file)).getMessage();
    assertTrue(message.contains(file.toString()) && message.length() <= 500, message);
  }
}
