package dev.sluice.bench;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of this module. */
@AnalyzeClasses(packages = "dev.sluice.bench", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

  /**
   * What all experiments use knows none of them. Seen to fail with a {@code Report} that lists
   * those over HTTP.
   */
  @ArchTest
  static final ArchRule onlyTheCommandKnowsExperiments =
      noClasses()
          .that()
          .resideInAPackage("dev.sluice.bench")
          .and()
          .doNotHaveSimpleName("Bench")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.sluice.bench.*..");

  /** Seen to fail with a {@code Target} that calls it. */
  @ArchTest
  static final ArchRule nobodyKnowsTheCommand =
      classes()
          .that()
          .haveSimpleName("Bench")
          .should()
          .onlyHaveDependentClassesThat()
          .haveSimpleName("Bench");

  /**
   * Each package is a slice, those within another, too. Seen to fail with orders that know an
   * experiment.
   */
  @ArchTest
  static final ArchRule packagesDoNotGoRoundInCircles =
      slices().matching("dev.sluice.bench.(**)").should().beFreeOfCycles();

  /** What is measured with must not do anything else. Seen to fail with a client that waits. */
  @ArchTest
  static final ArchRule clientKnowsNobody =
      noClasses()
          .that()
          .resideInAPackage("dev.sluice.bench.http.client..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.sluice..")
                  .and(resideOutsideOfPackages("dev.sluice.bench.http.client..")));

  /** Load does not know what it is for. Seen to fail with orders that know an experiment. */
  @ArchTest
  static final ArchRule loadKnowsNoExperiment =
      noClasses()
          .that()
          .resideInAPackage("dev.sluice.bench.http.load..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.sluice.bench..")
                  .and(
                      resideOutsideOfPackages(
                          "dev.sluice.bench.http.load..",
                          "dev.sluice.bench.http.client..",
                          "dev.sluice.bench.world..")));
}
