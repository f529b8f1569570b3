package org.onenip.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
  private enum Kind {
    ONE,
    TWO
  }

  private record Inner(double rate, Map<String, Double> values) {}

  private record Outer(String name, int count, Kind kind, List<String> words, Inner inner) {}

  private static final Outer OUTER =
      new Outer("a", 3, Kind.TWO, List.of("x"), new Inner(1e-7, Map.of("k", 0.5)));

  @Test
  void aRecordIsReadAsItWasWritten() {
    var written = new Gson().toJson(OUTER);
    assertEquals(OUTER, Json.record(Json.object(written), Outer.class));
    assertEquals(new Outer(null, 0, null, null, null), Json.record(Json.object("{}"), Outer.class));
  }

  @Test
  void anObjectIsMadeOfNamesAndValues() {
    var made = Json.of("a", 1.5, "b", null, "c", List.of("<x>"), "d", Json.of("e", true));
    assertEquals(
        """
        {
          "a": 1.5,
          "b": null,
          "c": [
            "<x>"
          ],
          "d": {
            "e": true
          }
        }
        """,
        Json.pretty(made));
    assertEquals(Double.NaN, Json.of("r", Double.NaN).get("r").getAsDouble());
    assertEquals(made, Json.object(Json.pretty(made)));
  }

  @Test
  void whatIsNoObjectIsRefused() {
    for (var text : List.of("", "x", "[1]", "{\"a\"")) {
      assertThrows(JsonParseException.class, () -> Json.object(text), text);
    }
    var wrong = Json.object("{\"count\": \"many\", \"inner\": 1}");
    assertThrows(JsonParseException.class, () -> Json.record(wrong, Outer.class));
  }

  /** As a list's elements, records are read by ourselves too: an old Gson cannot. */
  record Shelf(String name, List<Size> sizes) {
    record Size(int width, int height) {
      Size {
        if (width < 0) {
          throw new IllegalArgumentException("width " + width);
        }
      }
    }
  }

  @Test
  void aListOfRecordsIsReadByTheRecordsOwnConstructor() {
    var json =
        Json.object(
            "{\"name\": \"a\", \"sizes\": [{\"width\": 1, \"height\": 2}, {\"width\": 3}]}");
    var expected = new Shelf("a", List.of(new Shelf.Size(1, 2), new Shelf.Size(3, 0)));
    assertEquals(expected, Json.record(json, Shelf.class));
    var refused =
        Json.object("{\"sizes\": [{\"width\": -1}]}"); // Gson alone would call no constructor
    assertThrows(IllegalArgumentException.class, () -> Json.record(refused, Shelf.class));
    var none = Json.object("{\"sizes\": {\"width\": 1}}");
    assertThrows(JsonParseException.class, () -> Json.record(none, Shelf.class));
  }
}
