package dev.sluice.rig.check;

import static dev.sluice.rig.check.SmallOnSale.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.rig.evidence.client.SeatMap;
import dev.sluice.rig.evidence.table.SeatRow;
import dev.sluice.rig.evidence.table.SliceRow;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each test plants one breach of I8 and sees it caught. */
class ConservedTests {

  private final SmallOnSale sale = new SmallOnSale();

  @Test
  void seesCountsThatTheElementsDoNotHave() {
    // Two drained, one granted, one rejected: the rejected one is counted as granted.
    plantCounts(new SliceRow.Counts(2, 2, 0, 0, 0, 0, 0, 0));

    assertThat(breaches()).singleElement().asString().contains("says that it holds");
  }

  @Test
  void seesAnEntryThatVanished() {
    plantCounts(new SliceRow.Counts(3, 1, 0, 1, 0, 0, 0, 0));

    assertThat(breaches()).singleElement().asString().contains("drained=3");
  }

  @Test
  void seesATakenSeatThatNobodyHolds() {
    sale.seats.add(new SeatRow(SESSION, 3, sale.dan.id()));

    assertThat(breaches()).anyMatch(it -> it.contains("4 seats, of them 3 taken, but 2 held"));
  }

  @Test
  void seesAHeldSeatThatIsNotTaken() {
    sale.reservations.add(SmallOnSale.reservation(sale.ben, ReservationStatus.CONFIRMED, 3));

    assertThat(breaches()).anyMatch(it -> it.contains("2 held and 1 sold"));
  }

  @Test
  void seesAnotherSeatMap() {
    sale.seatMaps.set(
        0,
        new SeatMap(
            SESSION, Map.of("A-1-1", "HELD", "A-1-2", "FREE", "A-1-3", "FREE", "A-1-4", "FREE")));

    assertThat(breaches()).singleElement().asString().contains("the API's seat map of");
  }

  private void plantCounts(SliceRow.Counts counts) {
    SliceRow row = sale.rows.getFirst();
    sale.rows.set(
        0,
        new SliceRow(row.head(), row.lastNumber(), counts, row.time(), row.hash(), row.entries()));
  }

  private List<String> breaches() {
    return Checks.verdict(new Conserved(), sale.evidence()).breaches();
  }
}
