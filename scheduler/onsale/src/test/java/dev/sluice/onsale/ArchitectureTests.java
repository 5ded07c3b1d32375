package dev.sluice.onsale;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.sluice.onsale", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

  /** The parts run as they are shipped: nothing of them is on this class path. */
  @ArchTest
  static final ArchRule partsAreProcesses =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.sluice..")
                  .and(
                      resideOutsideOfPackages(
                          "dev.sluice.onsale..",
                          "dev.sluice.rig..",
                          "dev.sluice.contract..",
                          "dev.sluice.servers..")));

  /** The player is a client: what it knows it knows from the API. */
  @ArchTest
  static final ArchRule playerUsesTheApiOnly =
      noClasses()
          .that()
          .resideInAPackage("dev.sluice.onsale.play..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.sql..",
              "org.apache.kafka..",
              "io.lettuce..",
              "dev.sluice.servers..",
              "dev.sluice.onsale",
              "dev.sluice.rig.check..");
}
