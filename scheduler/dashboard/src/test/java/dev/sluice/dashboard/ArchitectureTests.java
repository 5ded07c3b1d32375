package dev.sluice.dashboard;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of this module. Both rules were seen to fail with a planted dependency. */
@AnalyzeClasses(packages = "dev.sluice.dashboard", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

  /** It is for any application with Spring Batch's tables. */
  @ArchTest
  static final ArchRule knowsNothingOfSluice =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.sluice..")
                  .and(resideOutsideOfPackage("dev.sluice.dashboard..")));

  @ArchTest
  static final ArchRule featuresDoNotGoRoundInCircles =
      slices().matching("dev.sluice.dashboard.(*)..").should().beFreeOfCycles();
}
