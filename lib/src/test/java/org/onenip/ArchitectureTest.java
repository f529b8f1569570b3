package org.onenip;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the arrows between the rooms: data flows down this list, and nothing points up. */
class ArchitectureTest {
  /**
   * The rooms in the order in which data flows; each may use those above it but what it is not to.
   */
  private enum Room {
    SUPPORT,
    ENGINE,
    WEIGHTS,
    DATA("weights"), // its sets are DJL's and make tensors
    SYNTHESIS("engine", "weights"),
    BACKBONE("data", "synthesis"),
    METRICS("engine", "weights", "data", "synthesis", "backbone"),
    MODEL("weights", "data", "synthesis", "backbone", "metrics"),
    DETECT("synthesis", "metrics", "model"),
    TRAINING("metrics"),
    METHOD("metrics"),
    EVALUATION("training", "model", "method", "synthesis"),
    REPORT("training", "model", "method", "backbone", "synthesis", "engine"),
    ABLATION("training", "model", "method", "synthesis", "engine"),
    RUN,
    DEMO,
    NOTEBOOK,
    PLUG,
    LAB,
    BENCH,
    CLI;

    private final List<String> never;

    Room(String... never) {
      this.never = List.of(never);
    }

    private String[] closed() {
      var below = Stream.of(values()).skip(ordinal() + 1).map(Room::packages);
      return Stream.concat(below, never.stream().map(ArchitectureTest::in)).toArray(String[]::new);
    }

    private String packages() {
      return in(name().toLowerCase(java.util.Locale.ROOT));
    }
  }

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.onenip");

  private static String in(String name) {
    return "org.onenip." + name + "..";
  }

  @TestFactory
  Stream<DynamicTest> noRoomUsesOneThatIsClosedToIt() {
    return Stream.of(Room.values())
        .limit(Room.values().length - 1)
        .map(
            room ->
                DynamicTest.dynamicTest(
                    room.name(),
                    () ->
                        noClasses()
                            .that()
                            .resideInAPackage(room.packages())
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(room.closed())
                            .check(CLASSES)));
  }

  @Test
  void everyClassHasARoom() {
    var rooms = new TreeSet<String>();
    CLASSES.stream().map(JavaClass::getPackageName).forEach(p -> rooms.add(p.split("\\.")[2]));
    var known = new TreeSet<String>();
    Stream.of(Room.values()).forEach(room -> known.add(room.packages().split("\\.")[2]));
    assertEquals(known, rooms);
  }

  /** So that a cell may import all of DJL's packages and all of ours by a star. */
  @Test
  void noPublicNameStandsForTwoThings() {
    var djl =
        new ClassFileImporter()
            .importPackages("ai.djl").stream()
                .filter(ArchitectureTest::canBeImported)
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toSet());
    assertTrue(djl.contains("Trainer"));
    var ours = new HashSet<String>();
    var twice =
        CLASSES.stream()
            .filter(ArchitectureTest::canBeImported)
            .filter(c -> djl.contains(c.getSimpleName()) || !ours.add(c.getSimpleName()))
            .map(JavaClass::getName)
            .toList();
    assertEquals(List.of(), twice);
  }

  private static boolean canBeImported(JavaClass c) {
    return c.isTopLevelClass()
        && c.getModifiers().contains(JavaModifier.PUBLIC)
        && !c.getSimpleName().equals("package-info");
  }

  @Test
  void noMethodKnowsAnother() {
    slices().matching("org.onenip.method.(*)..").should().notDependOnEachOther().check(CLASSES);
  }

  @Test
  void modelKnowsNoFilesAndMetricsNoDevice() {
    noClasses()
        .that()
        .resideInAPackage(in("model"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.nio.file..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAnyPackage(in("metrics"), in("support"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.djl..")
        .check(CLASSES);
  }

  @Test
  void onlyTheFrontSpeaksToTheUser() {
    noClasses()
        .that()
        .resideOutsideOfPackages(in("cli"), in("lab"), in("bench"), in("notebook"))
        .should()
        .accessField(System.class, "out")
        .check(CLASSES);
  }

  /** {@link org.onenip.engine.Tensors#scale} says why. */
  @Test
  void noNumberIsLentToAGraph() {
    for (var operation : List.of("mul", "div", "pow", "mod")) {
      noClasses()
          .that()
          .resideInAnyPackage(in("model"), in("training"), in("method"))
          .and()
          .doNotHaveSimpleName("NormalMemory") // which no graph goes through
          .should()
          .callMethod(NDArray.class, operation, Number.class)
          .check(CLASSES);
    }
  }

  /** The command line runs in our own process; the rest also behind the Gson of IJava. */
  @Test
  void theLibraryKeepsToWhatAnOldGsonHas() {
    noClasses()
        .that()
        .resideOutsideOfPackages(in("cli"), in("lab"))
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("com.google.gson.JsonParser")
        .orShould()
        .callMethod(JsonObject.class, "asMap")
        .orShould()
        .callMethod(JsonArray.class, "asList")
        .orShould()
        .callMethod(JsonArray.class, "isEmpty")
        .check(CLASSES);
  }

  /**
   * Nobody counts commas: what takes more than six values is made by a named start of its own class
   * and by {@code with…}.
   */
  @Test
  void noLongConstructorIsCalledFromElsewhere() {
    var isLong =
        new DescribedPredicate<JavaConstructorCall>("constructors of more than six values") {
          @Override
          public boolean test(JavaConstructorCall call) {
            return call.getTarget().getRawParameterTypes().size() > 6
                && call.getTargetOwner().getPackageName().startsWith("org.onenip")
                && !outermost(call.getTargetOwner()).equals(outermost(call.getOriginOwner()));
          }
        };
    noClasses().should().callConstructorWhere(isLong).check(CLASSES);
  }

  private static JavaClass outermost(JavaClass inner) {
    return inner.getEnclosingClass().map(ArchitectureTest::outermost).orElse(inner);
  }

  @Test
  void roomsAreFreeOfCycles() {
    slices().matching("org.onenip.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
