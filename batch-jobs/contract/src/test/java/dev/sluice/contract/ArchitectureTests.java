package dev.sluice.contract;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

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
                  "dev.sluice.contract..", "java..", "org.jspecify..", "tools.jackson.core.."));

  /** Seen to fail with a rung that knows a request. */
  @ArchTest
  static final ArchRule THE_JOURNAL_STANDS_ON_ENTRIES_AND_OUTCOMES_THOSE_ON_REQUESTS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("journal")
          .definedBy("dev.sluice.contract.journal..")
          .layer("stream")
          .definedBy("dev.sluice.contract.stream..")
          .layer("outcome")
          .definedBy("dev.sluice.contract.outcome..")
          .layer("request")
          .definedBy("dev.sluice.contract.request..")
          .whereLayer("journal")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("stream")
          .mayOnlyBeAccessedByLayers("journal")
          .whereLayer("outcome")
          .mayOnlyBeAccessedByLayers("journal")
          .whereLayer("request")
          .mayOnlyBeAccessedByLayers("stream", "journal");
}
