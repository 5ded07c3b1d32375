package dev.sluice.servers;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The arrows of this module: {@code servers} knows each server, each server knows its life. Seen to
 * fail with a Redis that knows of Kafka, a life that knows of Redis, and an {@code EmbeddedRedis}
 * that knows of containers.
 */
@AnalyzeClasses(packages = "dev.sluice.servers", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

  /** Any module's tests may use this one, so it uses none. */
  @ArchTest
  static final ArchRule leaf =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.sluice..").and(resideOutsideOfPackage("dev.sluice.servers..")));

  /** What all servers have in common knows none of them. */
  @ArchTest
  static final ArchRule lifeKnowsNoServer =
      noClasses()
          .that()
          .resideInAPackage("dev.sluice.servers.life..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.sluice.servers..")
                  .and(resideOutsideOfPackage("dev.sluice.servers.life..")));

  /** The database, Redis and Kafka do not know of each other. */
  @ArchTest
  static final ArchRule serversAreApart =
      slices()
          .matching("dev.sluice.servers.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              resideInAPackage("dev.sluice.servers.."),
              resideInAPackage("dev.sluice.servers.life.."));

  /** Embedded mode works without Docker: only the classes of the other mode know of it. */
  @ArchTest
  static final ArchRule dockerOnlyForContainers =
      noClasses()
          .that()
          .haveNameNotMatching(".*\\.Container\\w+(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.testcontainers..", "com.github.dockerjava..");

  /** Nor does an embedded server know of one in a container. */
  @ArchTest
  static final ArchRule embeddedKnowsNoContainer =
      noClasses()
          .that()
          .haveNameMatching(".*\\.Embedded\\w+(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .haveNameMatching("dev\\.sluice\\.servers\\..*\\.Container\\w+(\\$.*)?");
}
