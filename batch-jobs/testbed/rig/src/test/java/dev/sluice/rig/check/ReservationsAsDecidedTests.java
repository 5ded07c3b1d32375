package dev.sluice.rig.check;

import static dev.sluice.rig.check.SmallOnSale.SESSION;
import static dev.sluice.rig.check.SmallOnSale.reservation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.outcome.Rung;
import dev.sluice.contract.outcome.Terms;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.contract.request.Command;
import dev.sluice.rig.evidence.table.ReservationRow;
import dev.sluice.rig.replay.ReservationsByJournal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each test plants one breach of I8 in a reservation and sees it caught. */
class ReservationsAsDecidedTests {

  private final SmallOnSale sale = new SmallOnSale();

  static Stream<Arguments> changes() {
    return Stream.of(
        change("customer", row -> row("BOB", row.status(), 1, 200, "EUR", row.holdExpiresAt())),
        change("status", row -> row("ANN", ReservationStatus.CONFIRMED, 1, 200, "EUR", end(row))),
        change("number", row -> row("ANN", row.status(), 2, 200, "EUR", end(row))),
        change("amount", row -> row("ANN", row.status(), 1, 199, "EUR", end(row))),
        change("currency", row -> row("ANN", row.status(), 1, 200, "USD", end(row))),
        change("end", row -> row("ANN", row.status(), 1, 200, "EUR", end(row).plusMillis(1))));
  }

  /** In the row of ANN, who is the first and lives. */
  @ParameterizedTest
  @MethodSource("changes")
  void seesARowThatSaysSomethingElse(String what, UnaryOperator<ReservationRow> change) {
    sale.reservations.set(0, change.apply(sale.reservations.getFirst()));

    assertThat(breaches())
        .as(what)
        .anyMatch(it -> it.contains("by the journal there is") && it.contains("customer=ANN"));
  }

  @Test
  void seesAnEndedReservationThatTheTableCallsCancelledInsteadOfExpired() {
    sale.reservations.set(2, reservation(sale.dan, ReservationStatus.CANCELLED, 3));

    assertThat(breaches()).singleElement().asString().contains("status=EXPIRED");
  }

  @Test
  void seesAnEndedReservationThatIsLost() {
    sale.reservations.removeLast();

    assertThat(breaches()).singleElement().asString().contains("in the table null");
  }

  @Test
  void seesAnEndedReservationThatTheJournalDoesNotHave() {
    sale.reservations.add(reservation(sale.ben, ReservationStatus.CANCELLED, 1));

    assertThat(breaches()).singleElement().asString().contains("the journal does not have");
  }

  /** It may have had reservations before the journal's first line here. */
  @Test
  void looksAtNoOtherSession() {
    UUID other = new UUID(0x5e55, 2);
    append(
        new JournalElement.Changed(
            new Transition.HoldExpired(other, sale.ann.id(), List.of("A-1-1"))));

    assertThat(breaches()).isEmpty();
  }

  @Test
  void letsGrantsCostWhatTheirSeatsDo() {
    admit(100);

    assertThat(priceBreaches()).isEmpty();
  }

  /** Two seats for ANN, one for DAN, one for CAT. */
  @Test
  void seesAGrantOfAnotherPriceThanItsSeats() {
    admit(101);

    assertThat(priceBreaches()).hasSize(3).allMatch(it -> it.contains(" asks "));
  }

  @Test
  void seesARestOfAnotherPriceThanItsSeats() {
    admit(100);
    append(new Outcome.Cancelled(sale.ann.id(), List.of("A-1-1"), 200, "EUR"));

    assertThat(priceBreaches()).singleElement().asString().contains("asks 200 for [A-1-2]");
  }

  @Test
  void seesAnAmountLeftOfNothing() {
    append(new Outcome.Cancelled(sale.ann.id(), List.of("A-1-1", "A-1-2"), 1, "EUR"));

    assertThat(breaches()).anyMatch(it -> it.contains("leaves 1 to pay for no seat"));
  }

  @Test
  void seesAnEndOfWhatHasEnded() {
    append(new Outcome.Cancelled(sale.cat.id(), List.of("A-1-3"), 0, "EUR"));

    assertThat(breaches()).anyMatch(it -> it.contains("which is not live"));
  }

  @Test
  void seesAnEndThatLeavesASeatBehind() {
    append(
        new JournalElement.Changed(
            new Transition.HoldExpired(SESSION, sale.ann.id(), List.of("A-1-1"))));

    assertThat(breaches()).anyMatch(it -> it.contains("frees [A-1-1] of [A-1-1, A-1-2]"));
  }

  private static Arguments change(String what, UnaryOperator<ReservationRow> change) {
    return Arguments.of(what, change);
  }

  private static Instant end(ReservationRow row) {
    return row.holdExpiresAt();
  }

  private static ReservationRow row(
      String customer,
      ReservationStatus status,
      long number,
      long amount,
      String currency,
      Instant end) {
    ReservationRow ann = new SmallOnSale().reservations.getFirst();
    return new ReservationRow(
        SESSION,
        ann.id(),
        customer,
        status,
        ann.digest(),
        number,
        amount,
        currency,
        ann.seats(),
        end,
        ann.decidedAt(),
        ann.changedAt());
  }

  private void admit(long price) {
    var elements = new ArrayList<>(sale.slices.getFirst());
    elements.addFirst(
        new JournalElement.Changed(
            new Transition.SessionAdmitted(
                SESSION,
                new Terms(
                    new UUID(1, 1),
                    SmallOnSale.NOON,
                    SmallOnSale.NOON.plusSeconds(9_999),
                    "EUR",
                    Duration.ofMinutes(10),
                    8,
                    List.of(Rung.SPLIT),
                    1,
                    List.of(new Terms.Price("GOLD", price)),
                    List.of(new Terms.SectionGrade("A", "GOLD"))))));
    sale.slices.set(0, elements);
    sale.writeJournal();
  }

  private void append(Outcome outcome) {
    append(
        sale.decided(
            SmallOnSale.request(8, "ANN", new Command.Cancel(sale.ann.id(), List.of())), outcome));
  }

  private void append(JournalElement element) {
    sale.slices.add(List.of(element));
    sale.writeJournal();
  }

  /** Without the rows, whose numbers an admission shifts. */
  private List<String> priceBreaches() {
    return ReservationsByJournal.of(sale.evidence()).breaches("I8");
  }

  private List<String> breaches() {
    return Checks.verdict(new Conserved(), sale.evidence()).breaches();
  }
}
