package dev.sluice.scheduler;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The arrows of the scheduler. Seen to fail with a health indicator that knows Quartz, and with a
 * scan of {@code dev.sluice}.
 */
@AnalyzeClasses(packages = "dev.sluice", importOptions = DoNotIncludeTests.class)
class SchedulerArchitectureTests {

  /** A job does not know what triggers it: so it can be run by hand, and by tests. */
  @ArchTest
  static final ArchRule ONLY_TRIGGERS_KNOW_QUARTZ =
      noClasses()
          .that()
          .resideInAPackage("dev.sluice..")
          .and()
          .resideOutsideOfPackage("dev.sluice.scheduler.trigger..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.quartz..");

  /** The other web process is nobody's business here; what both share is in {@code web}. */
  @ArchTest
  static final ArchRule KNOWS_NO_INTAKE =
      noClasses()
          .that()
          .resideInAPackage("dev.sluice.scheduler..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.sluice.intake..");

  /** Nothing points at what is only started. */
  @ArchTest
  static final ArchRule IS_A_LEAF =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.sluice.scheduler..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.sluice.scheduler..")
          .allowEmptyShould(true);

  /**
   * Jobs are imported by name, a module such as the dashboard is its own auto-configuration: a scan
   * that reached them would find them twice.
   */
  @ArchTest
  static void scansItsOwnPackageAlone(JavaClasses classes) {
    SpringBootApplication scan =
        SchedulerApplication.class.getAnnotation(SpringBootApplication.class);
    assertThat(scan.scanBasePackages()).isEmpty();
    assertThat(scan.scanBasePackageClasses()).isEmpty();
  }
}
