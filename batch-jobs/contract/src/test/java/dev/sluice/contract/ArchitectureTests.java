package dev.sluice.contract;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The contract is in every process, so it brings nothing along. */
@AnalyzeClasses(
    packages = "dev.sluice.contract",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

  /** Seen to fail with the parser left out of the list. */
  @ArchTest
  static final ArchRule NEEDS_ONLY_THE_JDK_AND_A_PARSER =
      classes()
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "dev.sluice.contract", "java..", "org.jspecify..", "tools.jackson.core.."));
}
