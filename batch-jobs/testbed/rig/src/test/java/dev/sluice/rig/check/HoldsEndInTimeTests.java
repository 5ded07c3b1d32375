package dev.sluice.rig.check;

import static dev.sluice.rig.check.SmallOnSale.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.outcome.Transition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each test plants one breach of I7 and sees it caught. */
class HoldsEndInTimeTests {

  private final SmallOnSale sale = new SmallOnSale();

  @Test
  void seesAnEndThatIsMissing() {
    replaceSecondSlice(sale.slices.get(1).subList(1, 3));

    assertThat(breaches())
        .singleElement()
        .asString()
        .contains("number 4 of shard 0 meets")
        .contains(sale.dan.id().toString());
  }

  /** What no slice of its session has met may wait. */
  @Test
  void letsAHoldWaitForTheNextEntryOfItsSession() {
    sale.slices.removeLast();
    sale.writeJournal();

    assertThat(breaches()).isEmpty();
  }

  /**
   * It was accepted before the end. Seen to fail by the id that it was given then: a breach that is
   * none.
   */
  @Test
  void judgesWhatWasQueuedAgainByItsFirstInstant() {
    replaceSecondSlice(
        sale.slices.get(1).subList(1, 3).stream().map(HoldsEndInTimeTests::queuedAgain).toList());

    assertThat(breaches()).isEmpty();
  }

  private static JournalElement queuedAgain(JournalElement element) {
    return element instanceof JournalElement.Decided one
        ? new JournalElement.Decided(
            one.entry(), SmallOnSale.NOON, one.request(), one.outcome(), one.first())
        : element;
  }

  @Test
  void seesAnEndBeforeItsTime() {
    var elements = new ArrayList<>(sale.slices.get(1));
    elements.addFirst(
        new JournalElement.Changed(
            new Transition.HoldExpired(SESSION, sale.ann.id(), List.of("A-1-1", "A-1-2"))));
    replaceSecondSlice(elements);

    assertThat(breaches())
        .singleElement()
        .asString()
        .contains("number 4 of shard 0 ends")
        .contains("too early");
  }

  private void replaceSecondSlice(List<JournalElement> elements) {
    sale.slices.set(1, List.copyOf(elements));
    sale.writeJournal();
  }

  private List<String> breaches() {
    return Checks.verdict(new HoldsEndInTime(), sale.evidence()).breaches();
  }
}
