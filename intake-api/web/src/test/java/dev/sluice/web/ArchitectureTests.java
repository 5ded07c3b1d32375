package dev.sluice.web;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

/** The arrows of this module. */
@AnalyzeClasses(packages = "dev.sluice.web", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

  @ArchTest
  static final ArchRule knowsNoProcess =
      noClasses()
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "are of another part than web and contract",
                  type ->
                      type.getPackageName().startsWith("dev.sluice.")
                          && !type.getPackageName().startsWith("dev.sluice.web")
                          && !type.getPackageName().startsWith("dev.sluice.contract")));

  @ArchTest
  static final ArchRule featuresDoNotGoRoundInCircles =
      slices().matching("dev.sluice.web.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packagesSayWhatTheyAreFor =
      classes().that().haveSimpleName("package-info").should().beAnnotatedWith(NullMarked.class);
}
