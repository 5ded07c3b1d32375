package dev.sluice.intake;

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
@AnalyzeClasses(
    packages = "dev.sluice.intake",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

  @ArchTest
  static final ArchRule knowsTheContractOnly =
      noClasses()
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "are of another part than intake, web, contract, redis, database and what ends a"
                      + " process",
                  type ->
                      type.getPackageName().startsWith("dev.sluice.")
                          && !type.getPackageName().startsWith("dev.sluice.intake")
                          && !type.getPackageName().startsWith("dev.sluice.web")
                          && !type.getPackageName().startsWith("dev.sluice.failure")
                          && !type.getPackageName().equals("dev.sluice.redis")
                          && !type.getPackageName().equals("dev.sluice.database")
                          && !type.getPackageName().startsWith("dev.sluice.contract")));

  /**
   * Each package is a slice, those within another, too. Seen to fail with a reader of lines that
   * knows a page of items.
   */
  @ArchTest
  static final ArchRule packagesDoNotGoRoundInCircles =
      slices().matching("dev.sluice.intake.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyTheAppenderAppends =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.sluice.intake.append..")
          .should()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "the method changes Redis",
                  call ->
                      call.getTarget().getName().matches("evalsha|eval|xadd|set|del|scriptLoad")
                          && call.getTargetOwner().getPackageName().startsWith("io.lettuce")));

  @ArchTest
  static final ArchRule nobodyLoadsScripts =
      noClasses()
          .should()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "the method loads a script",
                  call ->
                      call.getTarget().getName().matches("eval|scriptLoad")
                          && call.getTargetOwner().getPackageName().startsWith("io.lettuce")));

  @ArchTest
  static final ArchRule packagesSayWhatTheyAreFor =
      classes().that().haveSimpleName("package-info").should().beAnnotatedWith(NullMarked.class);
}
