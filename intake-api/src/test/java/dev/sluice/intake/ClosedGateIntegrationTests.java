package dev.sluice.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.stream.IdMemory;
import dev.sluice.contract.stream.StreamEntry;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A repeat is a repeat while nothing is taken in, even if Redis forgot its id early. Seen to fail:
 * it heard that the queue was full, as if what it repeats had not been accepted.
 */
class ClosedGateIntegrationTests {

  private static final String CLOSED = "sluice.intake.backlog.memory-max=1KB";
  private static final String ONE_SEAT = "{\"seats\":[\"A-1-1\"]}";
  private static final String OTHER_SEAT = "{\"seats\":[\"A-1-2\"]}";

  private final Intake intake = Intake.shared();
  private final UUID session = TestSessions.aSession(0);
  private final Client ann = intake.as("ann");
  private final FakeDrain drain = FakeDrain.of(0);

  @BeforeEach
  void start() {
    decideAll();
    drain.forgotten(0);
  }

  @AfterEach
  void close() {
    drain.forgotten(0);
    drain.close();
  }

  @Test
  void answersWhatWasDecidedAndForgottenAsARepeat() throws InterruptedException {
    UUID granted = UUID.randomUUID();
    UUID rejected = UUID.randomUUID();
    Answer first = ann.reserve(session, granted, ONE_SEAT).expect(202);
    ann.reserve(session, rejected, ONE_SEAT).expect(202);
    drain.drain();
    drain.forget(session, granted);
    drain.forgetIndexed(session, rejected);
    try (Intake closed = Intake.start(CLOSED)) {
      Client there = closed.as("ann");
      awaitClosed(there);
      Answer repeat = there.reserve(session, granted, ONE_SEAT).expect(202);
      assertThat(repeat.header("Idempotent-Replayed")).isEqualTo("true");
      assertThat(repeat.text("acceptedAt")).isEqualTo(first.text("acceptedAt"));
      assertThat(repeat.header("Location")).isEqualTo(first.header("Location"));
      assertThat(there.get(repeat.header("Location")).expect(200).text("state"))
          .isEqualTo("GRANTED");
      there.reserve(session, rejected, ONE_SEAT).expect(202);
      there.reserve(session, rejected, OTHER_SEAT).expectProblem(422, "id-reused");
      closed.as("bob").reserve(session, granted, ONE_SEAT).expectProblem(422, "id-reused");
      there.reserve(session, UUID.randomUUID(), ONE_SEAT).expectProblem(503, "backlog-full");
      assertThat(drain.waiting()).isEmpty();
    }
  }

  @Test
  void answersARepeatOfACallerWhoIsFull() {
    UUID rejected = UUID.randomUUID();
    Client greedy = intake.as("greedy-" + rejected);
    ann.reserve(session, ONE_SEAT).expect(202);
    greedy.reserve(session, rejected, ONE_SEAT).expect(202);
    drain.drain();
    drain.forgetIndexed(session, rejected);
    IdMemory.Bounds before = drain.ids().bounds();
    drain.bound(new IdMemory.Bounds(1_000_000, 64, 1, 1, before.retentionMillis()));
    try (Intake fresh = Intake.start()) {
      Client there = fresh.as("greedy-" + rejected);
      Answer answer = there.reserve(session, ONE_SEAT);
      for (int i = 0; i < 200 && answer.status() == 202; i++) {
        answer = there.reserve(session, ONE_SEAT);
      }
      answer.expectProblem(429, "too-many-requests");
      there.reserve(session, rejected, ONE_SEAT).expect(202);
    } finally {
      drain.bound(before);
      drain.drain();
    }
  }

  @Test
  void answersARepeatedBulkCall() throws InterruptedException {
    UUID key = UUID.randomUUID();
    String body =
        Stream.of("A-1-1", "A-1-1", "A-1-2")
            .map(
                seat ->
                    "{\"session\":\"%s\",\"customer\":\"ann\",\"seats\":[\"%s\"]}"
                        .formatted(session, seat))
            .collect(Collectors.joining("\n"));
    bulk(intake, key, body).expect(202);
    var ids = drain.waiting().stream().map(StreamEntry::requestId).toList();
    drain.drain();
    drain.forget(session, Objects.requireNonNull(ids.get(0)));
    drain.forgetIndexed(session, Objects.requireNonNull(ids.get(1)));
    try (Intake closed = Intake.start(CLOSED)) {
      awaitClosed(closed.as("ann"));
      Answer repeat = bulk(closed, key, body).expect(202);
      assertThat(repeat.json().path("accepted").asInt()).isEqualTo(3);
      bulk(closed, UUID.randomUUID(), body).expectProblem(503, "backlog-full");
    }
  }

  /** What Redis has not forgotten is not asked for, nor what no client can repeat. */
  @Test
  void asksTheDatabaseForNothingElse() throws InterruptedException {
    try (Intake closed = Intake.start(SeenStatements.setting(), CLOSED)) {
      Client there = closed.as("ann");
      awaitClosed(there);
      SeenStatements.take("");
      there.reserve(session, UUID.randomUUID(), ONE_SEAT).expectProblem(503, "backlog-full");
      assertThat(SeenStatements.take("request_index").size()).isZero();
      drain.forgotten(System.currentTimeMillis());
      there.reserve(session, ONE_SEAT).expectProblem(503, "backlog-full");
      assertThat(SeenStatements.take("request_index").size()).isZero();
      there.reserve(session, UUID.randomUUID(), ONE_SEAT).expectProblem(503, "backlog-full");
      assertThat(SeenStatements.take("request_index").size()).isEqualTo(1);
    }
  }

  private void awaitClosed(Client client) throws InterruptedException {
    Eventually.holds(() -> client.reserve(session, ONE_SEAT).expectProblem(503, "backlog-full"));
    // What came before the gate had looked.
    decideAll();
  }

  private void decideAll() {
    if (!drain.waiting().isEmpty()) {
      drain.drain();
    }
  }

  private static Answer bulk(Intake where, UUID key, String body) {
    return where
        .as("agency", "reserve:bulk")
        .post(
            "/v1/reservations:bulk",
            "application/x-ndjson",
            body.getBytes(UTF_8),
            "Idempotency-Key",
            key.toString());
  }
}
