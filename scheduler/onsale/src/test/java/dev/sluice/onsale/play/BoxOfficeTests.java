package dev.sluice.onsale.play;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.LineIds;
import dev.sluice.rig.evidence.client.Acknowledgement;
import dev.sluice.rig.evidence.client.RequestKey;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoxOfficeTests {

  private static final UUID SESSION = new UUID(1, 1);
  private static final UUID KEY = new UUID(2, 2);
  private static final String BROKEN =
      "{\"line\": 2, \"problem\": {\"type\": \"https://sluice.dev/problems/invalid-request\","
          + " \"retryable\": false}}";
  private static final String LATER =
      "{\"line\": 3, \"problem\": {\"type\": \"https://sluice.dev/problems/not-now\","
          + " \"retryable\": true}}";
  private static final String DONE =
      "{\"done\": true, \"counts\": {\"REJECTED\": 2, \"REFUSED\": 1}}";

  private final PlannedRequest ann = planned("ann", "A-1-1");
  private final PlannedRequest ben = planned("ben", "A-1-2");
  private final FakeApi fake = new FakeApi();
  private final Api api = fake.client();
  private final Notes notes = new Notes();

  @AfterEach
  void close() {
    api.close();
    fake.close();
  }

  @Test
  void notesEveryLineWithTheIdThatItHas() throws Exception {
    fake.answers(202, refusals(BROKEN)).answers(200, DONE);
    answerPages();

    play(false);

    assertThat(notes.toLog().acknowledgements())
        .containsExactlyInAnyOrder(
            new Acknowledgement(key(1), ann.digest(), false),
            new Acknowledgement(key(3), ben.digest(), false));
    assertThat(notes.refusals()).containsEntry("invalid-request", 1L);
    assertThat(notes.outcomeCount()).isEqualTo(2);
    assertThat(notes.surprises()).isEmpty();
  }

  @Test
  void repeatsTheCallForLinesThatWereNotQueued() throws Exception {
    fake.answers(202, refusals(BROKEN + ", " + LATER), "Retry-After", "0")
        .answers(202, refusals(BROKEN), "Idempotent-Replayed", "true")
        .answers(200, DONE);
    answerPages();

    play(false);

    assertThat(notes.toLog().acknowledgements())
        .containsExactlyInAnyOrder(
            new Acknowledgement(key(1), ann.digest(), false),
            new Acknowledgement(key(1), ann.digest(), true),
            new Acknowledgement(key(3), ben.digest(), false));
    assertThat(notes.surprises()).isEmpty();
  }

  /** An answer names no more than a thousand refused lines. */
  @Test
  void countsNoLineAsAcceptedBehindTheLastThatAnAnswerNames() throws Exception {
    fake.answers(
            202,
            "{\"notQueued\": 1, \"moreRefusals\": 1, \"refusals\": [%s]}".formatted(BROKEN),
            "Retry-After",
            "0")
        .answers(202, refusals(BROKEN), "Idempotent-Replayed", "true")
        .answers(200, DONE);
    answerPages();

    play(false);

    assertThat(notes.toLog().acknowledgements())
        .filteredOn(acknowledged -> acknowledged.key().equals(key(3)))
        .containsExactly(new Acknowledgement(key(3), ben.digest(), false));
    assertThat(notes.surprises()).isEmpty();
  }

  @Test
  void isSurprisedIfABrokenLineHidesBehindAGoodOne() throws Exception {
    fake.answers(202, refusals("")).answers(200, DONE);
    answerPages();

    play(false);

    assertThat(notes.surprises()).singleElement().asString().contains("lines [2] are broken");
  }

  @Test
  void isSurprisedIfItemsAreNotWhatIsSaid() throws Exception {
    fake.answers(202, refusals(BROKEN))
        .answers(200, "{\"done\": true, \"counts\": {\"GRANTED\": 2, \"REFUSED\": 1}}");
    answerPages();

    play(false);

    assertThat(notes.surprises()).singleElement().asString().contains("is said to have");
  }

  @Test
  void sendsTheCallTwiceIfAskedTo() throws Exception {
    fake.answers(202, refusals(BROKEN))
        .answers(202, refusals(BROKEN), "Idempotent-Replayed", "true")
        .answers(200, DONE);
    answerPages();

    play(true);

    assertThat(notes.sentCount()).isEqualTo(6);
    assertThat(notes.toLog().acknowledgements()).filteredOn(Acknowledgement::replayed).hasSize(2);
    assertThat(notes.surprises()).isEmpty();
  }

  private void play(boolean twice) throws InterruptedException {
    List<Visit.Line> lines =
        List.of(new Visit.Line.Good(ann), new Visit.Line.Broken("{}"), new Visit.Line.Good(ben));
    new BoxOffice(api, notes, new Visit.Bulk(KEY, lines, false, twice)).play();
  }

  /** Two pages: lines 1 and 2, then line 3. */
  private void answerPages() {
    fake.answers(
            200,
            "{\"items\": [%s, {\"line\": 2, \"state\": \"REFUSED\"}], \"next\": \"2\"}"
                .formatted(item(1)))
        .answers(200, "{\"items\": [%s]}".formatted(item(3)));
  }

  private static String item(int line) {
    String ids = "\"id\": \"%s\", \"session\": \"%s\"".formatted(key(line).id(), SESSION);
    return """
    {"line": %d, "state": "REJECTED", %s,
     "request": {%s, "state": "REJECTED", "reason": "SOLD_OUT", "outcome": {"type": "REJECTED"}}}
    """
        .formatted(line, ids, ids);
  }

  private static String refusals(String refusals) {
    return "{\"id\": \"%s\", \"refusals\": [%s]}".formatted(KEY, refusals);
  }

  private static RequestKey key(int line) {
    return new RequestKey(SESSION, LineIds.of(KEY, line));
  }

  private static PlannedRequest planned(String customer, String seat) {
    return new PlannedRequest(
        SESSION, null, customer, new Command.ReserveNamed(List.of(seat), null));
  }
}
