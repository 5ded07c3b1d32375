package dev.sluice.rig.check;

import static dev.sluice.rig.check.SmallOnSale.SESSION;
import static dev.sluice.rig.check.SmallOnSale.held;
import static dev.sluice.rig.check.SmallOnSale.reservation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.rig.evidence.client.SeatMap;
import dev.sluice.rig.evidence.table.SeatRow;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each test plants one breach of I1 and sees it caught. */
class SeatsSoldOnceTests {

  private final SmallOnSale sale = new SmallOnSale();

  @Test
  void seesASeatInTwoLiveReservations() {
    sale.reservations.add(reservation(sale.ben, ReservationStatus.HELD, 1));

    assertThat(breaches()).anyMatch(it -> it.contains("seat 1") && it.contains("belongs to both"));
  }

  @Test
  void seesASeatRowTwice() {
    sale.seats.add(new SeatRow(SESSION, 0, sale.ben.id()));

    assertThat(breaches())
        .anyMatch(it -> it.contains("belongs to both") && it.contains("reservation_seat"));
  }

  @Test
  void seesTheJournalGiveASeatTwice() {
    sale.slices.add(List.of(sale.decided(sale.ben, held(sale.ben))));
    sale.writeJournal();

    assertThat(breaches()).anyMatch(it -> it.contains("gives seat A-1-2"));
  }

  @Test
  void seesALostSeatRow() {
    sale.seats.removeLast();

    assertThat(breaches()).anyMatch(it -> it.contains("seat 1") && it.contains("null"));
  }

  @Test
  void seesASeatThatWasNotGivenBackInTheTable() {
    sale.seats.add(new SeatRow(SESSION, 2, sale.cat.id()));

    assertThat(breaches()).anyMatch(it -> it.contains("seat 2"));
  }

  @Test
  void seesALiveReservationThatTheJournalDoesNotKnow() {
    sale.reservations.add(
        reservation(SmallOnSale.reserve(9, "EVE", "A-1-4"), ReservationStatus.HELD, 3));
    sale.seats.add(new SeatRow(SESSION, 3, SmallOnSale.reserve(9, "EVE", "A-1-4").id()));

    assertThat(breaches()).anyMatch(it -> it.contains("seat 3") && it.contains("the journal"));
  }

  @Test
  void seesATakenSeatThatTheApiCallsFree() {
    sale.seatMaps.set(
        0,
        new SeatMap(
            SESSION, Map.of("A-1-1", "HELD", "A-1-2", "FREE", "A-1-3", "HELD", "A-1-4", "FREE")));

    assertThat(breaches())
        .anyMatch(it -> it.contains("A-1-2") && it.contains("FREE"))
        .anyMatch(it -> it.contains("A-1-3") && it.contains("HELD"));
  }

  private List<String> breaches() {
    return Checks.verdict(new SeatsSoldOnce(), sale.evidence()).breaches();
  }
}
