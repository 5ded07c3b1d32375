package dev.sluice.rig.check;

import static dev.sluice.rig.check.SmallOnSale.held;
import static dev.sluice.rig.check.SmallOnSale.key;
import static dev.sluice.rig.check.SmallOnSale.otherDigest;
import static dev.sluice.rig.check.SmallOnSale.reserve;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.request.Settlement;
import dev.sluice.contract.request.SystemRequests;
import dev.sluice.rig.evidence.client.Acknowledgement;
import dev.sluice.rig.evidence.client.Answer;
import dev.sluice.rig.evidence.client.Decided;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Each test plants one breach of I2 and sees it caught. */
class OneOutcomeEachTests {

  private final SmallOnSale sale = new SmallOnSale();
  private final Request eve = reserve(9, "EVE", "A-1-3");

  @Test
  void seesALostRequest() {
    sale.acknowledgements.add(new Acknowledgement(key(eve), eve.digest(), false));

    assertThat(breaches()).containsExactly(key(eve) + " was accepted and has 0 outcomes");
  }

  @Test
  void seesTwoOutcomes() {
    sale.slices.add(List.of(sale.decided(sale.ann, held(sale.ann))));
    sale.writeJournal();

    assertThat(breaches()).contains(key(sale.ann) + " was accepted and has 2 outcomes");
  }

  @Test
  void seesAnotherPayload() {
    sale.acknowledgements.set(0, new Acknowledgement(key(sale.ann), otherDigest(), false));

    assertThat(breaches()).singleElement().asString().contains("something else than what was sent");
  }

  @Test
  void seesAnAnswerThatTheJournalDoesNotGive() {
    Answer answer = sale.answers.getFirst();
    Answer other = sale.answers.get(1);
    sale.answers.set(
        0, new Answer(answer.key(), answer.state(), other.outcome(), answer.decided()));

    assertThat(breaches()).singleElement().asString().contains("the API says");
  }

  @Test
  void seesAnAnswerWithAnotherNumber() {
    Answer answer = sale.answers.getFirst();
    Answer other = sale.answers.get(1);
    sale.answers.set(
        0, new Answer(answer.key(), answer.state(), answer.outcome(), other.decided()));

    assertThat(breaches()).singleElement().asString().contains("the API says");
  }

  @Test
  void seesAnAnswerThatChanged() {
    Answer answer = sale.answers.getFirst();
    sale.answers.add(
        new Answer(answer.key(), answer.state(), sale.answers.get(1).outcome(), answer.decided()));

    assertThat(breaches()).singleElement().asString().contains("the API says");
  }

  /** A payment is told as its provider ended it; "under way" is no outcome once it is. */
  @Test
  void takesForAPaymentWhatItsProviderSaid() {
    Request pay = SmallOnSale.request(11, "ANN", new Command.Pay(sale.ann.id(), 200, "key"));
    Request yes =
        SystemRequests.settlement(
            SmallOnSale.SESSION,
            new Command.Settle(sale.ann.id(), pay.id(), Settlement.CAPTURED, 200));
    List<String> seats = List.of("A-1-1", "A-1-2");
    sale.slices.add(
        List.of(
            sale.decided(pay, new Outcome.Paying(sale.ann.id(), 200, "EUR")),
            sale.decided(yes, new Outcome.Captured(sale.ann.id(), pay.id(), seats, 200, "EUR"))));
    sale.writeJournal();
    sale.acknowledgements.add(new Acknowledgement(key(pay), pay.digest(), false));

    Answer underWay = sale.answers.removeLast();
    Decided begun = Objects.requireNonNull(underWay.decided());
    var settled =
        new Decided(begun.shard(), begun.number() + 1, begun.slice(), begun.rank() + 1, begun.at());
    Outcome paid = new Outcome.Confirmed(sale.ann.id(), seats, 200, "EUR");
    sale.answers.add(new Answer(key(pay), "GRANTED", paid, settled));
    assertThat(breaches()).isEmpty();

    sale.answers.set(sale.answers.size() - 1, underWay);
    assertThat(breaches()).singleElement().asString().contains("the API says");

    sale.answers.set(sale.answers.size() - 1, new Answer(key(pay), "GRANTED", paid, begun));
    assertThat(breaches()).singleElement().asString().contains("the API says");

    sale.answers.set(
        sale.answers.size() - 1,
        new Answer(
            key(pay), "REJECTED", Outcome.Rejected.because(Reason.PAYMENT_DECLINED), settled));
    assertThat(breaches()).singleElement().asString().contains("the API says");
  }

  @Test
  void seesADecisionThatTheApiDoesNotTell() {
    Answer answer = sale.answers.getFirst();
    sale.answers.set(0, new Answer(answer.key(), "QUEUED", null, null));

    assertThat(breaches()).singleElement().asString().contains("the API tells no outcome");
  }

  @Test
  void seesARequestThatNobodySent() {
    sale.slices.add(List.of(sale.decided(eve, held(eve))));
    sale.writeJournal();

    assertThat(breaches()).containsExactly(key(eve) + " is decided, but was never accepted");
  }

  @Test
  void letsAnUnclearRequestBeDecidedOrNot() {
    sale.slices.add(List.of(sale.decided(eve, held(eve))));
    sale.writeJournal();
    sale.unclear.add(key(eve));
    sale.unclear.add(key(reserve(10, "EVE", "A-1-1")));

    assertThat(breaches()).isEmpty();
  }

  @Test
  void seesWhatIsLeftInAStream() {
    sale.backlog.put(0, 1L);

    assertThat(breaches()).containsExactly("1 entries are left in the stream of shard 0");
  }

  private List<String> breaches() {
    return Checks.verdict(new OneOutcomeEach(), sale.evidence()).breaches();
  }
}
