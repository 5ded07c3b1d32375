package dev.sluice.rig;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.sluice.rig", importOptions = DoNotIncludeTests.class)
class RigArchitectureTests {

  /** The parts run as they are shipped: nothing of them is on this class path. */
  @ArchTest
  static final ArchRule partsAreProcesses =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.sluice..")
                  .and(
                      resideOutsideOfPackages(
                          "dev.sluice.rig..", "dev.sluice.contract..", "dev.sluice.servers..")));

  /** A check that opened a connection could not be shown hand-made evidence. */
  @ArchTest
  static final ArchRule checksSeeEvidenceOnly =
      noClasses()
          .that()
          .resideInAPackage("dev.sluice.rig.check..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.sql..",
              "java.net..",
              "org.apache.kafka..",
              "io.lettuce..",
              "dev.sluice.servers..",
              "dev.sluice.rig");

  /** Evidence is what the others look at. */
  @ArchTest
  static final ArchRule evidenceKnowsNobody =
      noClasses()
          .that()
          .resideInAPackage("dev.sluice.rig.evidence..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.sluice.servers..", "dev.sluice.rig", "dev.sluice.rig.check..");

  /**
   * No source of evidence is read with the help of another; all name requests as clients do. Seen
   * to fail with a topic that knows of tables.
   */
  @ArchTest
  static final ArchRule sourcesAreApart =
      slices()
          .matching("dev.sluice.rig.evidence.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              resideInAPackage("dev.sluice.rig.evidence.."),
              resideInAPackage("dev.sluice.rig.evidence.client.."));

  /** Each package is a slice, those within another, too. Seen to fail with tables that collect. */
  @ArchTest
  static final ArchRule packagesDoNotGoRoundInCircles =
      slices().matching("dev.sluice.rig.(**)").should().beFreeOfCycles();
}
