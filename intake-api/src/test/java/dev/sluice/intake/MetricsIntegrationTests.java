package dev.sluice.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.servers.metrics.MetricsCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * The catalogue of metrics is true for an intake under a little traffic. What the comparison finds
 * is seen in {@link dev.sluice.servers.metrics.MetricsCatalogue}'s own tests.
 */
class MetricsIntegrationTests {

  private static final Path CATALOGUE = Path.of("../k8s/METRICS.md");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void metricsAreThoseOfTheCatalogue() throws Exception {
    try (Intake intake = Intake.start();
        FakeDrain drain = FakeDrain.of(0)) {
      Client ann = intake.as("ann");
      UUID session = TestSessions.aSession(0);
      UUID request = UUID.randomUUID();
      ann.reserve(session, request, "{\"seats\": [\"A-1-1\"]}").expect(202);
      drain.drain();
      ann.get(Client.path(session, request), "Prefer", "wait=5").expect(200);
      ann.get("/v1/sessions/" + UUID.randomUUID()).expect(404);
      intake.with("").get(Client.path(session, request)).expect(401);

      // Pauses for garbage are told once there was one, by a thread of the JVM's own.
      System.gc();

      MetricsCatalogue catalogue = MetricsCatalogue.of(CATALOGUE, "intake-api");
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(catalogue.problems(scrape(intake))).isEmpty());
      assertThat(scrape(intake))
          .contains("sluice_intake_requests_total{result=\"queued\",shard=\"0\"} 1.0")
          .contains("sluice_intake_requests_total{result=\"backlog-full\",shard=\"0\"} 0.0")
          .contains("sluice_problems_total{type=\"unknown-session\"} 1.0")
          .contains("sluice_problems_total{type=\"unauthenticated\"} 1.0");
    }
  }

  private static String scrape(Intake intake) throws Exception {
    return intake.with("").get("/actuator/prometheus").expect(200).response().body();
  }
}
