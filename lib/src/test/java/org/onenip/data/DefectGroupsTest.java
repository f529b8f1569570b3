package org.onenip.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.onenip.support.UserError;

class DefectGroupsTest {
  @TempDir Path root;

  private Map<String, List<String>> read(String json) throws IOException {
    Files.writeString(root.resolve("dataset.json"), json);
    return DefectGroups.read(root);
  }

  @Test
  void readsTheGroupsAndPassesOverTheRest() throws IOException {
    assertEquals(
        Map.of("structural", List.of("board/scratch"), "camouflaged", List.of()),
        read(
            "{\"seed\": 3, \"groups\": {\"structural\": [\"board/scratch\"], \"camouflaged\": []}}"));
  }

  @Test
  void findsNoneWithoutAFileOrWithoutTheEntry() throws IOException {
    assertTrue(DefectGroups.read(root).isEmpty());
    assertTrue(read("{\"name\": \"parts\"}").isEmpty());
    assertTrue(read("").isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"groups\": {\"a\": [\"board/scr",
        "[1, 2]",
        "{\"groups\": [\"board/scratch\"]}",
        "{\"groups\": {\"a\": \"board/scratch\"}}",
        "{\"groups\": {\"a\": null}}",
        "{\"groups\": {\"a\": [null]}}",
        "{\"groups\": {\"a\": [\"scratch\"]}}",
        "{\"groups\": {\"a\": [{}]}}",
      })
  void namesADamagedFile(String json) {
    var error = assertThrows(UserError.class, () -> read(json));
    assertTrue(error.getMessage().contains("dataset.json is damaged"), error.getMessage());
  }

  @Test
  void namesAFileThatIsNoText() throws IOException {
    Files.write(root.resolve("dataset.json"), "ä".getBytes(StandardCharsets.UTF_16));
    assertThrows(UserError.class, () -> DefectGroups.read(root));
  }
}
