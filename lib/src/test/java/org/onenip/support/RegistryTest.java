package org.onenip.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistryTest {
  private final Registry<Integer> registry = new Registry<>("number", Map.of("one", 1, "two", 2));

  @Test
  void theirsStandBesideOursAndAreReplaced() {
    registry.register("mine", 3);
    registry.register("mine", 4);
    assertEquals(4, registry.named("mine"));
    assertEquals(List.of("mine", "one", "two"), List.copyOf(registry.names()));
    assertTrue(registry.isRegistered("mine"));
    assertFalse(registry.isRegistered("one"));
  }

  @Test
  void oursKeepTheirNames() {
    var error = assertThrows(UserError.class, () -> registry.register("one", 7));
    assertTrue(error.getMessage().contains("library's own"), error.getMessage());
    assertEquals(1, registry.named("one"));
  }

  @Test
  void anUnknownNameIsRefusedWithWhatIsKnown() {
    var error = assertThrows(UserError.class, () -> registry.named("tow"));
    assertTrue(error.getMessage().contains("two"), error.getMessage());
  }
}
