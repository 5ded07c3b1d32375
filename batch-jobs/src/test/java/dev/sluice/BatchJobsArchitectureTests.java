package dev.sluice;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The arrows of batch-jobs, as the packages' own sentences say. Seen to fail with a publication
 * that looks at a lease, a journal that sends to Kafka and a drain that knows an intake's class; a
 * table that knows of streams, and a complaint that knows of shards; a port that knows an adapter,
 * and an adapter that knows the other.
 */
@AnalyzeClasses(packages = "dev.sluice", importOptions = ImportOption.DoNotIncludeTests.class)
class BatchJobsArchitectureTests {

  /** The processes use this library, which knows nothing of them; nor of the servers of tests. */
  @ArchTest
  static final ArchRule KNOWS_NO_PROCESS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.sluice.intake..",
              "dev.sluice.scheduler..",
              "dev.sluice.onsale..",
              "dev.sluice.bench..")
          .allowEmptyShould(true);

  /** The job stands on all others, and none on it; a slice is its way through what is below. */
  @ArchTest
  static final ArchRule LAYERS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("drain")
          .definedBy("dev.sluice.drain..")
          .layer("index")
          .definedBy("dev.sluice.index..")
          .layer("slice")
          .definedBy("dev.sluice.slice..")
          .layer("stream")
          .definedBy("dev.sluice.stream..")
          .layer("table")
          .definedBy("dev.sluice.table..")
          .layer("shard")
          .definedBy("dev.sluice.shard..")
          .layer("publication")
          .definedBy("dev.sluice.publication..")
          .layer("journal")
          .definedBy("dev.sluice.journal..")
          .layer("allocation")
          .definedBy("dev.sluice.allocation..")
          .layer("job")
          .definedBy("dev.sluice.job..")
          .layer("contract")
          .definedBy("dev.sluice.contract..")
          .whereLayer("drain")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("index")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("slice")
          .mayOnlyBeAccessedByLayers("drain")
          .whereLayer("stream")
          .mayOnlyBeAccessedByLayers("drain", "slice", "index")
          .whereLayer("table")
          .mayOnlyBeAccessedByLayers("drain", "slice")
          .whereLayer("shard")
          .mayOnlyBeAccessedByLayers("drain", "slice", "stream", "index")
          .whereLayer("job")
          .mayOnlyBeAccessedByLayers("drain", "publication", "index")
          .whereLayer("publication")
          .mayOnlyBeAccessedByLayers("drain")
          .whereLayer("journal")
          .mayOnlyBeAccessedByLayers(
              "drain", "slice", "stream", "table", "shard", "publication", "index")
          .whereLayer("allocation")
          .mayOnlyBeAccessedByLayers("drain", "slice", "table", "journal");

  /** What jobs share knows none of them, nor what they work on. */
  @ArchTest
  static final ArchRule WHAT_JOBS_SHARE_KNOWS_NO_JOB =
      noClasses()
          .that()
          .resideInAPackage("dev.sluice.job..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.sluice..").and(resideOutsideOfPackage("dev.sluice.job..")));

  /** Who asks for money knows the port; nobody but the choice knows who is asked. */
  @ArchTest
  static final ArchRule PROVIDERS_ARE_KNOWN_BY_THEIR_PORT =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("port")
          .definedBy("dev.sluice.payment.provider..")
          .layer("toss")
          .definedBy("dev.sluice.payment.toss..")
          .layer("sandbox")
          .definedBy("dev.sluice.payment.sandbox..")
          .layer("choice")
          .definedBy("dev.sluice.payment.choice..")
          .layer("others")
          .definedBy(
              resideInAPackage("dev.sluice..")
                  .and(
                      resideOutsideOfPackages(
                          "dev.sluice.payment.provider..",
                          "dev.sluice.payment.toss..",
                          "dev.sluice.payment.sandbox..",
                          "dev.sluice.payment.choice..")))
          .whereLayer("port")
          .mayNotAccessAnyLayer()
          .whereLayer("toss")
          .mayOnlyBeAccessedByLayers("choice")
          .whereLayer("sandbox")
          .mayOnlyBeAccessedByLayers("choice");

  /** No lock and no transaction of a slice waits for a provider. */
  @ArchTest
  static final ArchRule NO_SLICE_ASKS_A_PROVIDER =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.sluice.allocation..",
              "dev.sluice.slice..",
              "dev.sluice.table..",
              "dev.sluice.drain..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.sluice.payment..");

  /** A slow broker cannot hold up who has no way to wait for it. */
  @ArchTest
  static final ArchRule ONLY_PUBLICATION_KNOWS_KAFKA =
      noClasses()
          .that()
          .resideInAPackage("dev.sluice..")
          .and()
          .resideOutsideOfPackages(
              "dev.sluice.publication..", "dev.sluice.rig..", "dev.sluice.servers..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "org.springframework.kafka..");

  /** What is published comes from the journal, which Redis may have lost. */
  @ArchTest
  static final ArchRule STREAMS_ARE_READ_IN_ONE_PLACE =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.sluice.stream..",
              "dev.sluice.redis..",
              "dev.sluice.rig..",
              "dev.sluice.servers..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.lettuce..");

  /** One writer: nothing else may change what it decides from. */
  @ArchTest
  static final ArchRule THE_JOURNAL_IS_JDBC_ONLY =
      classes()
          .that()
          .resideInAPackage("dev.sluice.journal..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.sluice.journal..",
              "dev.sluice.allocation..",
              "dev.sluice.contract..",
              "dev.sluice.database..",
              "org.springframework.jdbc..",
              "org.springframework.dao..",
              "org.jspecify..",
              "java..");

  /**
   * Every part may wait for its database, so what does that knows no part. It is of the module sql,
   * whose own tests have no ArchUnit. Seen to fail with a wait that ends the process.
   */
  @ArchTest
  static final ArchRule DATABASE_KNOWS_NOBODY =
      noClasses()
          .that()
          .resideInAPackage("dev.sluice.database..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.sluice..")
                  .and(resideOutsideOfPackage("dev.sluice.database..")));

  /** The same of what ends a process. Seen to fail with an end that knows the database. */
  @ArchTest
  static final ArchRule FAILURE_KNOWS_NOBODY =
      noClasses()
          .that()
          .resideInAPackage("dev.sluice.failure..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.sluice..").and(resideOutsideOfPackage("dev.sluice.failure..")));
}
