package dev.sluice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Callers who wait, and who ask, more often than one may, or than the server bears. Seen to fail
 * with the limit of reads taken away; with one of those of waiting, the refused stream never ended.
 */
class WaitingLimitsIntegrationTests {

  private static UUID queued(Client client, UUID session) {
    UUID id = UUID.randomUUID();
    client.reserve(session, id, "{\"seats\":[\"A-1-1\"]}").expect(202);
    return id;
  }

  @Test
  @Timeout(60)
  void refusesWhoeverFindsNoRoom() throws Exception {
    try (Intake intake =
            Intake.start(
                "sluice.outcomes.waiting-max=3",
                "sluice.outcomes.waiting-per-caller-max=2",
                "sluice.callers.reads-per-second=0.01",
                "sluice.callers.reads-burst=8");
        FakeDrain drain = FakeDrain.of(3)) {
      UUID session = TestSessions.aSession(3);
      Client ann = intake.as("ann");
      Client bob = intake.as("bob");
      Client cat = intake.as("cat");
      String ofAnn = Client.path(session, queued(ann, session));
      String ofBob = Client.path(session, queued(bob, session));
      String cats = Client.path(session, queued(cat, session));
      var waiting = new ArrayList<CompletableFuture<Answer>>();
      waiting.add(ann.getLater(ofAnn + "/events"));
      waiting.add(ann.getLater(ofAnn, "Prefer", "wait=20"));
      Eventually.holds(() -> assertThat(intake.waitingCalls()).isEqualTo(2));

      // One caller's own limit.
      assertThat(
              ann.get(ofAnn + "/events")
                  .expectProblem(429, "too-many-requests")
                  .header("Retry-After"))
          .isNotEmpty();
      ann.get(ofAnn, "Prefer", "wait=20").expectProblem(429, "too-many-requests");
      ann.get(ofAnn).expect(200);

      // All callers together: a stream is refused, a poll is answered at once.
      waiting.add(bob.getLater(ofBob, "Prefer", "wait=20"));
      Eventually.holds(() -> assertThat(intake.waitingCalls()).isEqualTo(3));
      assertThat(cat.get(cats + "/events").expectProblem(503, "not-now").header("Retry-After"))
          .isNotEmpty();
      Answer poll = cat.get(cats, "Prefer", "wait=20").expect(200);
      assertThat(poll.text("state")).isEqualTo("QUEUED");
      assertThat(poll.header("Retry-After")).isNotEmpty();
      assertThat(poll.header("Preference-Applied")).isEmpty();

      // Who has been told makes room.
      drain.drain();
      for (CompletableFuture<Answer> answer : waiting) {
        answer.get(10, TimeUnit.SECONDS).expect(200);
      }
      String next = Client.path(session, queued(bob, session));
      CompletableFuture<Answer> again = bob.getLater(next + "/events");
      Eventually.holds(() -> assertThat(intake.waitingCalls()).isEqualTo(1));
      drain.drain();
      assertThat(again.get(10, TimeUnit.SECONDS).expect(200).response().body())
          .contains("event: outcome");

      // Calls that read, whatever they read.
      Client dan = intake.as("dan");
      for (String path :
          List.of(
              "/v1/sessions",
              "/v1/sessions/" + session,
              "/v1/sessions/" + session + "/seats",
              "/v1/me/requests",
              "/v1/me/reservations")) {
        dan.get(path).expect(200);
      }
      dan.get(ofAnn).expectProblem(404, "unknown-request");
      dan.get(ofAnn + "/events").expectProblem(404, "unknown-request");
      dan.get("/v1/bulk/" + UUID.randomUUID()).expectProblem(404, "unknown-bulk");
      assertThat(
              dan.get("/v1/sessions").expectProblem(429, "too-many-requests").header("Retry-After"))
          .isNotEmpty();
    }
  }
}
