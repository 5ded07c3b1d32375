package dev.sluice.rig.check;

import static dev.sluice.rig.check.SmallOnSale.held;
import static dev.sluice.rig.check.SmallOnSale.key;
import static dev.sluice.rig.check.SmallOnSale.otherDigest;
import static dev.sluice.rig.check.SmallOnSale.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import dev.sluice.rig.evidence.client.Acknowledgement;
import dev.sluice.rig.evidence.client.ClientLog;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each test plants one breach of I3 and sees it caught, or a repeat that is none. */
class FirstDecisionStandsTests {

  private final SmallOnSale sale = new SmallOnSale();

  @Test
  void seesAnIdDecidedTwice() {
    append(sale.decided(sale.ben, held(sale.ben)));

    assertThat(breaches()).singleElement().asString().contains("is decided at number 2");
  }

  @Test
  void letsADuplicatePointAtTheFirstDecision() {
    append(sale.decided(sale.ben, new Outcome.Duplicate(2)));

    assertThat(breaches()).isEmpty();
  }

  @Test
  void seesADuplicateThatPointsElsewhere() {
    append(sale.decided(sale.ben, new Outcome.Duplicate(1)));

    assertThat(breaches()).singleElement().asString().contains("is no duplicate of number 2");
  }

  @Test
  void seesADuplicateOfAnotherPayload() {
    append(sale.decided(otherOfBen(), new Outcome.Duplicate(2)));

    assertThat(breaches()).singleElement().asString().contains("is no duplicate of number 2");
  }

  @Test
  void letsAnotherPayloadBeRefused() {
    append(sale.decided(otherOfBen(), Outcome.Rejected.because(Reason.REQUEST_ID_REUSED)));

    assertThat(breaches()).isEmpty();
  }

  @Test
  void seesARepeatRefusedAsAReuse() {
    append(sale.decided(sale.ben, Outcome.Rejected.because(Reason.REQUEST_ID_REUSED)));

    assertThat(breaches()).singleElement().asString().contains("refuses the same payload");
  }

  @Test
  void letsARepeatBeAcknowledged() {
    sale.acknowledgements.add(new Acknowledgement(key(sale.ben), sale.ben.digest(), true));

    assertThat(breaches()).isEmpty();
  }

  @Test
  void seesARepeatAcknowledgedAsNew() {
    sale.acknowledgements.add(new Acknowledgement(key(sale.ben), sale.ben.digest(), false));

    assertThat(breaches()).singleElement().asString().contains("2 times as new");
  }

  @Test
  void seesANewRequestAcknowledgedAsARepeat() {
    sale.acknowledgements.set(1, new Acknowledgement(key(sale.ben), sale.ben.digest(), true));

    assertThat(breaches()).singleElement().asString().contains("0 times as new");
  }

  @Test
  void seesAnotherPayloadAccepted() {
    sale.acknowledgements.add(new Acknowledgement(key(sale.ben), otherDigest(), true));

    assertThat(breaches()).singleElement().asString().contains("different payloads");
  }

  @Test
  void seesAReuseThatWasNotRefused() {
    sale.reuses.add(new ClientLog.Reuse(key(sale.ben), 202));

    assertThat(breaches()).singleElement().asString().contains("was answered 202");
  }

  private Request otherOfBen() {
    return request(2, "BEN", new Command.ReserveNamed(List.of("A-1-3"), null));
  }

  private void append(JournalElement element) {
    sale.slices.add(List.of(element));
    sale.writeJournal();
  }

  private List<String> breaches() {
    return Checks.verdict(new FirstDecisionStands(), sale.evidence()).breaches();
  }
}
