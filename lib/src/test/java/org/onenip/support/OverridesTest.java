package org.onenip.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.onenip.method.onenip.OneNipSettings;
import org.onenip.method.onenip.Streams;
import org.onenip.synthesis.SynthesisShares;
import org.onenip.training.Schedule;

class OverridesTest {
  private static final OneNipSettings TINY =
      Records.with(
          Records.with(OneNipSettings.tiny(208, 10, 100), "synthesis", "mixture"), "shares", null);

  private static OneNipSettings set(String... changes) {
    var json = new JsonObject();
    for (var change : changes) {
      Overrides.parse(change, json);
    }
    return Overrides.apply(TINY, json, "--set");
  }

  @Test
  void changesNestedSettingsOfEveryKindAndNothingElse() {
    var changed =
        set(
            "model.decoder=unidirectional",
            "model.jitter=0",
            "model.encoderMask=false",
            "objective.streams=restoration",
            "schedule=STEP",
            "seed=9000000000",
            "steps=7");
    assertEquals("unidirectional", changed.model().decoder());
    assertEquals(0, changed.model().jitter());
    assertEquals(Streams.RESTORATION, changed.objective().streams());
    assertEquals(Schedule.STEP, changed.schedule());
    assertEquals(9_000_000_000L, changed.seed());
    assertEquals(7, changed.steps());
    assertEquals(TINY.model().decoderMask(), changed.model().decoderMask());
    assertEquals(TINY.learningRate(), changed.learningRate());
    assertEquals(TINY, set());
  }

  @Test
  void sharesBeginEqualWhereNoneWereGiven() {
    assertNull(TINY.shares());
    var varied = set("synthesis=varied", "shares.cracks=0.3", "shares.foreground=false");
    assertEquals(new SynthesisShares(1, 1, 1, 0.3, 1, 1, false), varied.shares());
    assertEquals(new SynthesisShares(), set("synthesis=varied").shares());
    var ofARun = JsonParser.parseString("{'shares': null}").getAsJsonObject();
    assertEquals(TINY, Overrides.apply(TINY, ofARun, "config.json"));
  }

  @Test
  void changesThatOnlyGoTogetherAreMadeTogether() {
    // 7 heads do not divide the width of 208, and 210 is no multiple of 4
    assertEquals(84, set("model.width=84", "model.heads=7").model().width());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "model.decodr=x;did you mean \"model.decoder\"",
        "modle.decoder=x;did you mean \"model\"",
        "objective.streams=restore;did you mean \"restoration\"",
        "steps=many;a whole number",
        "steps=1.5;a whole number",
        "steps=0;steps 0",
        "learningRate=NaN;a number",
        "learningRate=7;learningRate 7",
        "fusionWeight=1.1;fusionWeight 1.1",
        "model.heads=7;heads 7",
        "shares.crack=1;did you mean \"shares.cracks\"",
        "shares.spots=-1;a share cannot be -1.0",
        "model.encoderMask=yes;true or false",
        "model=3;an object",
        "steps.more=3;a single value"
      })
  void whatCannotBeHadIsRefusedWithTheRemedy(String change, String told) {
    var error = assertThrows(UserError.class, () -> set(change));
    assertTrue(error.getMessage().startsWith("--set"), error.getMessage());
    assertTrue(error.getMessage().contains(told), error.getMessage());
  }

  @Test
  void whatSetsNothingIsRefused() {
    assertThrows(UserError.class, () -> set("steps"));
    assertThrows(UserError.class, () -> set("=3"));
  }

  @Test
  void laterChangesCountBeforeEarlierOnes() {
    var json = JsonParser.parseString("{\"steps\":1,\"model\":{\"jitter\":1,\"dropout\":0.5}}");
    var more = JsonParser.parseString("{\"model\":{\"jitter\":2}}").getAsJsonObject();
    Overrides.merge(json.getAsJsonObject(), more);
    var changed = Overrides.apply(TINY, json.getAsJsonObject(), "file");
    assertEquals(2, changed.model().jitter());
    assertEquals(0.5, changed.model().dropout());
    assertEquals(1, changed.steps());
  }
}
