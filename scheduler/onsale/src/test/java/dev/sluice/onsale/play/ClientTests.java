package dev.sluice.onsale.play;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.request.Command;
import dev.sluice.rig.evidence.client.Acknowledgement;
import dev.sluice.rig.evidence.client.ClientLog;
import dev.sluice.rig.evidence.client.RequestKey;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientTests {

  private static final UUID SESSION = new UUID(1, 1);
  private static final UUID ID = new UUID(2, 2);
  private static final RequestKey KEY = new RequestKey(SESSION, ID);
  private static final String IDS = "\"id\": \"%s\", \"session\": \"%s\"".formatted(ID, SESSION);
  private static final String QUEUED = "{" + IDS + ", \"state\": \"QUEUED\"}";
  private static final String DECIDED =
      "{"
          + IDS
          + ", \"state\": \"REJECTED\", \"reason\": \"SOLD_OUT\", \"outcome\": {\"type\":"
          + " \"REJECTED\"}}";

  private final PlannedRequest planned =
      new PlannedRequest(SESSION, ID, "ann", new Command.ReserveNamed(List.of("A-1-1"), null));
  private final FakeApi fake = new FakeApi();
  private final Api api = fake.client();
  private final Notes notes = new Notes();
  private final Client client = new Client(api, notes);

  @AfterEach
  void close() {
    api.close();
    fake.close();
  }

  @Test
  void notesWhatWasAccepted() throws Exception {
    fake.answers(202, QUEUED);

    assertThat(client.submit(planned)).isEqualTo(KEY);

    assertThat(log().acknowledgements())
        .containsExactly(new Acknowledgement(KEY, planned.digest(), false));
    assertThat(notes.sentCount()).isEqualTo(1);
  }

  @Test
  void notesThatAnAnswerIsARepeat() throws Exception {
    fake.answers(202, QUEUED, "Idempotent-Replayed", "true");

    client.submit(planned);

    assertThat(log().acknowledgements())
        .containsExactly(new Acknowledgement(KEY, planned.digest(), true));
  }

  @Test
  void comesAgainUnderTheSameIdWhereItIsTold() throws Exception {
    fake.answers(503, "{\"type\": \"https://sluice.dev/problems/not-now\"}", "Retry-After", "0")
        .answers(202, QUEUED);

    assertThat(client.submit(planned)).isEqualTo(KEY);

    assertThat(fake.calls).extracting(FakeApi.Call::key).containsOnly(ID.toString()).hasSize(2);
    assertThat(log().unclear()).isEmpty();
    assertThat(notes.delayCount()).isEqualTo(1);
    assertThat(notes.sentCount()).isEqualTo(1);
  }

  @Test
  void notesADoubtThatTheApiTells() throws Exception {
    fake.answers(503, "{\"requestId\": \"%s\"}".formatted(ID), "Retry-After", "0")
        .answers(202, QUEUED, "Idempotent-Replayed", "true");

    client.submit(planned);

    assertThat(log().unclear()).containsExactly(KEY);
  }

  @Test
  void repeatsWhatWasNotAnswered() throws Exception {
    // The HTTP client itself repeats a GET on a lost connection, not a POST.
    fake.hangsUp().answers(202, QUEUED);

    assertThat(client.submit(planned)).isEqualTo(KEY);

    assertThat(log().unclear()).containsExactly(KEY);
  }

  @Test
  void isSurprisedByARefusal() throws Exception {
    fake.answers(400, "{}");

    assertThat(client.submit(planned)).isNull();

    assertThat(notes.surprises()).singleElement().asString().contains("400");
    assertThat(log().acknowledgements()).isEmpty();
  }

  @Test
  void pollsUntilThereIsAnOutcome() throws Exception {
    fake.answers(200, QUEUED).answers(200, DECIDED);

    assertThat(client.awaitOutcome("ann", KEY))
        .satisfies(answer -> assertThat(answer.outcome()).isInstanceOf(Outcome.Rejected.class));

    assertThat(fake.calls)
        .extracting(FakeApi.Call::path)
        .containsOnly("/v1/sessions/" + SESSION + "/requests/" + ID);
  }

  @Test
  void isSurprisedIfAnAcceptedRequestIsNotKnown() throws Exception {
    fake.answers(404, "{}");

    assertThat(client.awaitOutcome("ann", KEY)).isNull();

    assertThat(notes.surprises()).singleElement().asString().contains("404");
  }

  private ClientLog log() {
    return notes.toLog();
  }
}
