package org.onenip.method.onenip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import org.junit.jupiter.api.Test;
import org.onenip.support.Json;
import org.onenip.support.Records;
import org.onenip.synthesis.SynthesisShares;

class OneNipSettingsTest {
  private static final OneNipSettings SMALL =
      Records.with(
          Records.with(OneNipSettings.small(208, 14, 100), "synthesis", "mixture"), "shares", null);

  @Test
  void theQuickPresetTakesNoStepAndNothingElseMayDoSo() {
    assertEquals(0, OneNipSettings.quick(208, 14, 100).steps());
    assertThrows(IllegalArgumentException.class, () -> SMALL.withSteps(0));
  }

  @Test
  void thePaperPresetHasNothingOfTheShortRecipe() {
    var paper = OneNipSettings.paper(272, 14, 100);
    assertFalse(paper.model().remembers());
    assertEquals(0, paper.model().errorDropout());
    assertEquals(DiceOver.IMAGE, paper.objective().diceOver());
    assertEquals("mixture", paper.synthesis());
    assertFalse(paper.restartRefiner());
  }

  /** Ablations know their cells by this text: one that was interrupted goes on. */
  @Test
  void settingsWithoutSharesAreWrittenAsBeforeThereWereAny() {
    assertNull(SMALL.shares());
    assertFalse(new Gson().toJsonTree(SMALL).getAsJsonObject().has("shares"));
  }

  @Test
  void settingsOfAnOlderRunAreRead() {
    var older = new Gson().toJsonTree(SMALL).getAsJsonObject();
    assertEquals(SMALL, new Gson().fromJson(older, OneNipSettings.class));
    assertEquals(SMALL, Json.record(older, OneNipSettings.class));
  }

  @Test
  void variedSettingsListTheirSharesAndAreReadAgain() {
    var varied = Records.with(SMALL, "synthesis", "varied");
    assertEquals(new SynthesisShares(), varied.shares());
    var written = new Gson().fromJson(new Gson().toJson(varied), JsonObject.class);
    assertEquals(1, written.getAsJsonObject("shares").get("cracks").getAsDouble());
    assertEquals(varied, new Gson().fromJson(written, OneNipSettings.class));
    assertEquals(varied, Json.record(written, OneNipSettings.class));
  }
}
