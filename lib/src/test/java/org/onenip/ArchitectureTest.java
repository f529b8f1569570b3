package org.onenip;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import ai.djl.ndarray.NDArray;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the arrows between the packages: data flows down this list, and nothing points up. */
class ArchitectureTest {
  private static final List<String> FLOW =
      List.of(
          "data",
          "synthesis",
          "backbone",
          "model",
          "inference",
          "training",
          "metrics",
          "evaluation",
          "report",
          "ablation",
          "notebook",
          "bench",
          "cli");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.onenip");

  private static String in(String name) {
    return "org.onenip." + name + "..";
  }

  @TestFactory
  Stream<DynamicTest> noPackageUsesALaterOne() {
    return FLOW.stream()
        .limit(FLOW.size() - 1)
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () ->
                        noClasses()
                            .that()
                            .resideInAPackage(in(name))
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(
                                FLOW.subList(FLOW.indexOf(name) + 1, FLOW.size()).stream()
                                    .map(ArchitectureTest::in)
                                    .toArray(String[]::new))
                            .check(CLASSES)));
  }

  @Test
  void modelBackboneDataAndMetricsStandAlone() {
    noClasses()
        .that()
        .resideInAPackage(in("model"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(in("data"), in("synthesis"), in("backbone"), "java.nio.file..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(in("backbone"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(in("data"), in("synthesis"))
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(in("metrics"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ai.djl..", in("data"), in("model"), in("inference"))
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(in("inference"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(in("synthesis"))
        .check(CLASSES);
  }

  @Test
  void reportKnowsNoTraining() {
    noClasses()
        .that()
        .resideInAPackage(in("report"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(in("training"), in("model"), in("backbone"), in("synthesis"))
        .check(CLASSES);
  }

  /** {@link Tensors#scale} says why. */
  @Test
  void noNumberIsLentToAGraph() {
    for (var operation : List.of("mul", "div", "pow", "mod")) {
      noClasses()
          .that()
          .resideInAnyPackage(in("model"), in("training"))
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
        .resideOutsideOfPackage(in("cli"))
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

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching("org.onenip.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
