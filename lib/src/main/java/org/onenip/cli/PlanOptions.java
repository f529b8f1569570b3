package org.onenip.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import org.onenip.backbone.Backbones;
import org.onenip.backbone.Neck;
import org.onenip.backbone.Trust;
import org.onenip.data.ImageSet;
import org.onenip.engine.Precision;
import org.onenip.method.onenip.OneNipMethod;
import org.onenip.run.ConfigFile;
import org.onenip.run.RunPlan;
import org.onenip.support.Overrides;
import org.onenip.support.Records;
import org.onenip.training.Preset;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options that say what to train. What the command line gives counts before what {@code
 * --config} gives, and that before the preset.
 */
final class PlanOptions {
  @Mixin private DataOptions data;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = {
        "A JSON file of these options (data, classes, textures, backbone, size, preset, method) and of"
            + " settings, as the config.json of any run is; what is not in it is as usual, and options"
            + " beside it count before it."
      })
  private Path config;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = {
        "Changes one setting; again for more. Names are those under \"settings\" in a run's"
            + " config.json: steps, batch, synthesis, shares.cracks, fusionWeight, fixedPrompts, promptsPerClass,"
            + " objective.streams, model.decoder, model.encoderMask, model.decoderMask,"
            + " model.neighborSize, model.refinerWidth (0: no refiner), model.jitter, …"
      })
  private List<String> changes = List.of();

  @Option(
      names = "--textures",
      paramLabel = "DIR",
      description = "Textures in the layout of DTD; procedural ones unless given.")
  private Path textures;

  @Option(
      names = "--backbone",
      description = {
        "lite2 (embedded), b0 … b7, lite0 … lite4, NAME=WEIGHTS, a TorchScript file *.pt, or one of"
            + " yours, with --plug.",
        "Default: " + Backbones.DEFAULT
      })
  private String backbone;

  @Option(
      names = "--neck",
      description = {
        "How the backbone's maps come to one grid: published (four of a cell's 64 finest positions),"
            + " mean, or moments (mean and deviation of each cell: sees small defects).",
        "Default: moments; published with --preset paper"
      })
  private Neck neck;

  @Mixin private PrecisionOption precision;

  @Option(names = "--size", description = "Image side, a multiple of 16. Default: " + RunPlan.SIZE)
  private Integer size;

  @Option(
      names = "--preset",
      description = {
        "quick (no training: what the memory of normal images alone says, within a minute), tiny"
            + " (about 4 minutes on 2 cores, at --size 160), small (about 30 minutes), or paper (a"
            + " GPU).",
        "Default: small"
      })
  private Preset preset;

  @Option(names = "--steps", description = "Optimizer steps instead of the preset's.")
  private Integer steps;

  @Option(names = "--epochs", description = "Passes over the data instead of the preset's steps.")
  private Integer epochs;

  @Option(names = "--batch", description = "Images a step instead of the preset's.")
  private Integer batch;

  @Option(names = "--lr", description = "Base learning rate instead of the preset's.")
  private Double rate;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      description = "Steps between two checkpoints instead of the preset's.")
  private Integer checkpointEvery;

  /** The passes over the data, null where none are given. */
  Integer epochs() {
    return epochs;
  }

  /**
   * What was said, and nothing else; the command line counts before the file.
   *
   * @param trust whether the file may name a TorchScript module
   */
  ConfigFile given(String method, Long seed, Trust trust) {
    var settings = new JsonObject();
    changes.forEach(change -> Overrides.parse(change, settings));
    add(settings, "steps", steps);
    add(settings, "batch", batch);
    add(settings, "learningRate", rate);
    add(settings, "checkpointEvery", checkpointEvery);
    add(settings, "seed", seed);
    var given = new HashMap<String, Object>(); // values may be null
    given.put("method", method);
    given.put("data", data.given() ? data.text() : null);
    given.put("classes", data.classes().isEmpty() ? null : data.classes());
    given.put("textures", textures == null ? null : textures.toString());
    given.put("backbone", backbone);
    given.put("neck", neck);
    given.put("precision", precision.chosen());
    given.put("size", size);
    given.put("preset", preset);
    given.put("settings", settings.isEmpty() ? null : settings);
    return Records.of(ConfigFile.class, given).over(file(trust));
  }

  private ConfigFile file(Trust trust) {
    var file = config == null ? ConfigFile.EMPTY : ConfigFile.read(config);
    if (backbone == null && file.backbone() != null && Backbones.isTorchScript(file.backbone())) {
      Backbones.refuseUntrusted("%s, which %s names,".formatted(file.backbone(), config), trust);
    }
    return file;
  }

  /** All that was chosen, checked; as above. */
  RunPlan plan(String method, Long seed, Trust trust) {
    var file = file(trust);
    var start = first(preset, file.preset(), Preset.SMALL);
    var plan =
        RunPlan.of(
                data.given() ? data.text() : first(file.data(), ""),
                first(method, file.method(), OneNipMethod.NAME))
            .withPreset(start)
            .withClasses(
                data.classes().isEmpty() ? first(file.classes(), List.of()) : data.classes())
            .withBackbone(first(backbone, file.backbone(), Backbones.DEFAULT))
            .withNeck(first(neck, file.neck(), start.neck()))
            .withPrecision(first(precision.chosen(), file.precision(), Precision.FLOAT32))
            .withSize(first(size, file.size(), RunPlan.SIZE))
            .withTextures(
                textures == null && file.textures() != null ? Path.of(file.textures()) : textures)
            .withEpochs(epochs);
    plan.check();
    if (file.settings() != null) {
      var settings = plan.without(file.settings());
      if (epochs != null) {
        settings.remove("steps"); // the command counts epochs instead
      }
      plan = plan.with(settings, config.toString());
    }
    var changed = new JsonObject();
    changes.forEach(change -> Overrides.parse(change, changed));
    plan = plan.with(changed, "--set");
    plan = with(plan, "--steps", "steps", steps);
    plan = with(plan, "--batch", "batch", batch);
    plan = with(plan, "--lr", "learningRate", rate);
    plan = with(plan, "--checkpoint-every", "checkpointEvery", checkpointEvery);
    plan = with(plan, "--seed", "seed", seed);
    plan.check();
    return plan;
  }

  /** The images that a plan names. */
  static ImageSet open(RunPlan plan) {
    return DataOptions.open(plan.data(), plan.classes());
  }

  private static RunPlan with(RunPlan plan, String option, String name, Number value) {
    var change = new JsonObject();
    add(change, name, value);
    return plan.with(change, option);
  }

  private static void add(JsonObject settings, String name, Number value) {
    if (value != null) {
      settings.add(name, new JsonPrimitive(value));
    }
  }

  @SafeVarargs
  private static <T> T first(T... choices) {
    for (var choice : choices) {
      if (choice != null) {
        return choice;
      }
    }
    throw new IllegalArgumentException("no choice");
  }
}
