package dev.sluice.servers;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.sluice.servers", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

  /** Any module's tests may use this one, so it uses none. */
  @ArchTest
  static final ArchRule leaf =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.sluice..").and(resideOutsideOfPackage("dev.sluice.servers")));

  /** Embedded mode works without Docker: only the classes of the other mode know of it. */
  @ArchTest
  static final ArchRule dockerOnlyForContainers =
      noClasses()
          .that()
          .haveNameNotMatching(".*\\.(Container\\w+|Images)(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.testcontainers..", "com.github.dockerjava..");
}
