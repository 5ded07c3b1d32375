package dev.sluice.allocation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;

/**
 * The core decides; it does not read, write, wait, toss or ask what time it is. Seen to fail: with
 * {@code Instant.now()} in a rule, and with a logger and a look at a file in {@code Slice}.
 */
@AnalyzeClasses(
    packages = "dev.sluice.allocation",
    importOptions = ImportOption.DoNotIncludeTests.class)
class AllocationArchitectureTests {

  @ArchTest
  static final ArchRule KNOWS_THE_CONTRACT_ONLY =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.sluice.allocation..",
              "dev.sluice.contract..",
              "org.jspecify..",
              "java.lang..",
              "java.time..",
              "java.util",
              "java.util.function",
              "java.util.stream");

  @ArchTest
  static final ArchRule IS_A_PURE_FUNCTION =
      noClasses()
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(System.class, Thread.class, Clock.class, Random.class)
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(UUID.class, "randomUUID")
          .orShould()
          .callMethod(Math.class, "random");

  /** Seen to fail with a rule that asks {@code Decision}. */
  @ArchTest
  static final ArchRule RULES_STAND_ON_THE_SNAPSHOT_AND_THAT_ON_SEATS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("decisions")
          .definedBy("dev.sluice.allocation")
          .layer("rules")
          .definedBy("dev.sluice.allocation.rules..")
          .layer("snapshot")
          .definedBy("dev.sluice.allocation.snapshot..")
          .layer("seating")
          .definedBy("dev.sluice.allocation.seating..")
          .whereLayer("decisions")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("rules")
          .mayOnlyBeAccessedByLayers("decisions")
          .whereLayer("snapshot")
          .mayOnlyBeAccessedByLayers("rules", "decisions")
          .whereLayer("seating")
          .mayOnlyBeAccessedByLayers("snapshot", "rules", "decisions");
}
