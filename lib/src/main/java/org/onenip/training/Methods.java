package org.onenip.training;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.onenip.Registry;
import org.onenip.UserError;
import org.onenip.backbone.Backbone;

/** The methods by name: OneNIP, UniAD, the nearest neighbour, and those that users register. */
public final class Methods {
  /** The paper's ({@link OneNipMethod}). */
  public static final String ONENIP = "onenip";

  /** Its forerunner ({@link UniAdMethod}). */
  public static final String UNIAD = "uniad";

  /** The yardstick that learns nothing ({@link NearestNeighborMethod}). */
  public static final String NEAREST = "nearest";

  /** How a method is made. */
  @FunctionalInterface
  public interface Recipe {
    /**
     * A method, ready to train.
     *
     * @param backbone frozen; the method's detector will own it
     * @param settings those of {@link #settings}, null where it has none
     * @param textures a folder in DTD's layout, if the user named one
     * @param size S, a multiple of 16
     */
    AnomalyMethod create(
        Backbone backbone, TrainingSettings settings, Optional<Path> textures, int size);

    /**
     * The same on several devices.
     *
     * @param backbones the same one on every device
     * @throws UserError if it trains on a single device
     */
    default AnomalyMethod create(
        List<Backbone> backbones, TrainingSettings settings, Optional<Path> textures, int size) {
      if (backbones.size() > 1) {
        throw new UserError("This method trains on one device: name one with --device.");
      }
      return create(backbones.get(0), settings, textures, size);
    }

    /** Its own settings after a preset, which is OneNIP's; null where it has none. */
    default TrainingSettings settings(TrainingSettings preset) {
      return preset;
    }

    /** The least side of its images. */
    default int smallestSize() {
      return 32;
    }

    /** Whether it draws pseudo anomalies with textures. */
    default boolean usesTextures() {
      return false;
    }
  }

  private static final Registry<Recipe> METHODS =
      new Registry<>(
          "method",
          Map.of(
              ONENIP, new OneNipRecipe(),
              UNIAD, new UniAdRecipe(),
              NEAREST, new NearestRecipe()));

  private Methods() {}

  /**
   * Gives a method a name, replacing what had it before (a notebook cell may run twice).
   *
   * @throws org.onenip.UserError if it is a name of ours
   */
  public static void register(String name, Recipe recipe) {
    METHODS.register(name, recipe);
  }

  /**
   * How a method is made.
   *
   * @throws org.onenip.UserError if none of this name is registered
   */
  public static Recipe named(String name) {
    return METHODS.named(name);
  }

  /** Whether a user registered the name. */
  public static boolean isRegistered(String name) {
    return METHODS.isRegistered(name);
  }

  /** All names, in alphabetical order. */
  public static Set<String> names() {
    return METHODS.names();
  }

  private static final class OneNipRecipe implements Recipe {
    @Override
    public AnomalyMethod create(
        Backbone backbone, TrainingSettings settings, Optional<Path> textures, int size) {
      return new OneNipMethod(backbone, settings, textures);
    }

    @Override
    public AnomalyMethod create(
        List<Backbone> backbones, TrainingSettings settings, Optional<Path> textures, int size) {
      return new OneNipMethod(backbones, settings, textures);
    }

    @Override
    public boolean usesTextures() {
      return true;
    }
  }

  private static final class UniAdRecipe implements Recipe {
    @Override
    public AnomalyMethod create(
        Backbone backbone, TrainingSettings settings, Optional<Path> textures, int size) {
      return new UniAdMethod(backbone, settings);
    }

    @Override
    public AnomalyMethod create(
        List<Backbone> backbones, TrainingSettings settings, Optional<Path> textures, int size) {
      return new UniAdMethod(backbones, settings);
    }

    @Override
    public TrainingSettings settings(TrainingSettings preset) {
      if (preset.steps() == 0) {
        throw new UserError("UniAD has to be trained: choose another --preset than quick.");
      }
      return preset.asUniAd();
    }

    /** In a grid of 7 the 7×7 neighbour mask would leave nothing to look at. */
    @Override
    public int smallestSize() {
      return 128;
    }
  }

  private static final class NearestRecipe implements Recipe {
    @Override
    public AnomalyMethod create(
        Backbone backbone, TrainingSettings settings, Optional<Path> textures, int size) {
      return new NearestNeighborMethod(backbone, size);
    }

    @Override
    public TrainingSettings settings(TrainingSettings preset) {
      return null;
    }
  }
}
