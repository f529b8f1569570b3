package org.onenip.ablation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.onenip.method.Methods;
import org.onenip.method.onenip.OneNipMethod;
import org.onenip.support.Overrides;
import org.onenip.support.UserError;
import org.onenip.training.Preset;
import org.onenip.training.TrainingSize;

class GridTest {
  private static Grid parse(String json) {
    return Grid.of(JsonParser.parseString(json).getAsJsonObject(), "mine.json");
  }

  @TestFactory
  Stream<DynamicTest> theSettingsOfEveryNamedGridCanBeHad() {
    return Grid.NAMES.stream()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      var grid = Grid.named(name);
                      var size = new TrainingSize(272, 14, 100);
                      assertEquals(name, grid.name());
                      assertFalse(grid.about().isBlank());
                      for (var row : grid.rows()) {
                        var method = row.method() == null ? OneNipMethod.NAME : row.method();
                        Overrides.apply(
                            Methods.named(method).settings(Preset.PAPER, size),
                            row.set(),
                            row.name());
                      }
                    }));
  }

  @Test
  void aRowSaysWhatDiffers() {
    var row =
        parse(
                "{\"name\":\"mine\",\"rows\":[{\"name\":\"a\",\"set\":{\"model.decoder\":\"x\",\"steps\":5},"
                    + "\"method\":\"uniad\",\"size\":256,\"separate\":true,\"test\":{\"weight\":0.5}}]}")
            .rows()
            .get(0);
    assertEquals("x", row.set().getAsJsonObject("model").get("decoder").getAsString());
    assertEquals(5, row.set().get("steps").getAsInt());
    assertEquals("uniad", row.method());
    assertEquals(256, row.size());
    assertTrue(row.separate());
    assertEquals(0.5, row.test().get("weight").getAsDouble());
    var plain = parse("{\"name\":\"mine\",\"rows\":[{\"name\":\"a\"}]}").rows().get(0);
    assertNull(plain.method());
    assertNull(plain.size());
    assertFalse(plain.separate());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{'name':'m'};no grid",
        "{'name':'m','rows':[]};1 to 1000 rows",
        "{'name':'../m','rows':[{'name':'a'}]};folder",
        "{'rows':[{'name':'a'}]};\"name\"",
        "{'name':'m','rows':[{'name':'a'},{'name':'a'}]};two rows",
        "{'name':'m','rows':[{'name':'a','sets':{}}]};did you mean \"set\"",
        "{'name':'m','row':[]};did you mean \"rows\"",
        "{'name':'m','rows':[{'name':'a','size':'big'}]};no grid",
        "{'name':'m','rows':[{'name':'a','set':3}]};no grid",
        "{'name':'m','rows':[3]};no grid"
      },
      quoteCharacter = '`')
  void aDamagedGridIsRefusedWithItsFile(String json, String told) {
    var error = assertThrows(UserError.class, () -> parse(json.replace('\'', '"')));
    assertTrue(error.getMessage().startsWith("mine.json"), error.getMessage());
    assertTrue(error.getMessage().contains(told), error.getMessage());
  }

  @Test
  void anUnknownGridIsToldTheNearest() {
    var error = assertThrows(UserError.class, () -> Grid.named("tabel4b"));
    assertTrue(error.getMessage().contains("did you mean \"table4b\""), error.getMessage());
  }
}
