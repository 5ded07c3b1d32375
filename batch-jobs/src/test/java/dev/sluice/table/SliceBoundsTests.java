package dev.sluice.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.allocation.Allocation;
import dev.sluice.allocation.Decision;
import dev.sluice.allocation.Incoming;
import dev.sluice.allocation.SliceTime;
import dev.sluice.allocation.seating.Hall;
import dev.sluice.allocation.snapshot.Reservation;
import dev.sluice.allocation.snapshot.Snapshot;
import dev.sluice.contract.Limits;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.journal.JournalWriter;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.outcome.Rung;
import dev.sluice.contract.outcome.Terms;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Digest;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** However many holds fall due at once, a slice, its row and its statements have their bounds. */
class SliceBoundsTests {

  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final UUID SESSION = new UUID(1, 1);
  private static final UUID HALL = new UUID(1, 2);
  private static final int HOLDS = Limits.SLICE_DUES_MAX + 1_000;
  private static final int SEATS = Limits.SEATS_PER_REQUEST_MAX;

  private final Snapshot snapshot = new Snapshot();
  private long number = 1;
  private int entries;

  /**
   * It matters where all due holds end at once, 9,192 transitions, and where a hold that waits for
   * its end could still be given back.
   */
  @Test
  void endsTheFirstDueHoldsAndTheOthersInTheNextSlice() {
    snapshot.add(SESSION, hall(), terms(), true, holds());
    UUID last = new UUID(2, HOLDS - 1);

    Decision first = decide(cancel("other", new UUID(3, 3)), cancel("customer", last));
    assertThat(first.counts().transitions()).isEqualTo(Limits.SLICE_DUES_MAX);
    assertThat(JournalWriter.write(first.elements())).hasSizeLessThan(4 * 1024 * 1024);
    assertThat(Grants.changes(1, first, 1, NOON, session -> "EUR"))
        .extracting(change -> change.sql().length() + String.valueOf(change.json()).length())
        .allMatch(bytes -> bytes < Limits.PACKET_BYTES_MIN / 2);
    JournalElement dead = first.elements().getLast();
    assertThat(dead)
        .isInstanceOfSatisfying(
            JournalElement.Decided.class,
            decided ->
                assertThat(decided.outcome())
                    .isEqualTo(Outcome.Rejected.because(Reason.HOLD_EXPIRED)));
    assertThat(snapshot.getCounts(SESSION).held()).isEqualTo(1_000 * SEATS);

    Decision second = decide(cancel("other", new UUID(3, 3)));
    assertThat(second.counts().transitions()).isEqualTo(1_000);
    assertThat(snapshot.getCounts(SESSION).held()).isZero();
    assertThat(snapshot.findNextExpiry()).isEmpty();
  }

  /** The drain would retry a statement that no packet takes. */
  @Test
  void refusesADatabaseOfSmallPackets() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () -> new PacketCheck(answering(Limits.PACKET_BYTES_MIN - 1L)).afterPropertiesSet())
        .withMessageContaining("max_allowed_packet");
    new PacketCheck(answering(Limits.PACKET_BYTES_MIN)).afterPropertiesSet();
  }

  private static JdbcTemplate answering(long bytes) {
    return new JdbcTemplate() {
      @Override
      public <T> T queryForObject(String sql, Class<T> type) {
        return type.cast(bytes);
      }
    };
  }

  private Decision decide(Request... requests) {
    var slice = new ArrayList<Incoming>();
    for (Request request : requests) {
      slice.add(new Incoming.Readable(new EntryId(NOON.toEpochMilli(), ++entries), request));
    }
    Decision decision = Allocation.decide(snapshot, slice, SliceTime.at(NOON), number);
    number += decision.elements().size();
    return decision;
  }

  private static Request cancel(String customer, UUID reservation) {
    return Request.of(
        UUID.randomUUID(), SESSION, customer, new Command.Cancel(reservation, List.of()));
  }

  /** With the longest labels that there can be. */
  private static Hall hall() {
    var seats = new ArrayList<Hall.Seat>();
    for (int seat = 0; seat < HOLDS * SEATS; seat++) {
      String label = "S".repeat(Limits.LABEL_LENGTH_MAX - 7) + "%07d".formatted(seat);
      seats.add(new Hall.Seat(label, "S", "1", seat, true));
    }
    return Hall.of(HALL, seats);
  }

  /** All due at noon, in the order of their ids. */
  private static List<Reservation> holds() {
    var holds = new ArrayList<Reservation>();
    for (int i = 0; i < HOLDS; i++) {
      int[] seats = new int[SEATS];
      for (int seat = 0; seat < SEATS; seat++) {
        seats[seat] = i * SEATS + seat;
      }
      holds.add(
          new Reservation(
              SESSION,
              new UUID(2, i),
              "customer",
              ReservationStatus.HELD,
              new Digest(1, i),
              1,
              8,
              seats,
              NOON.minus(Duration.ofSeconds(HOLDS - i)),
              NOON.minusSeconds(100_000),
              NOON.minusSeconds(100_000),
              List.of()));
    }
    return holds;
  }

  private static Terms terms() {
    return new Terms(
        HALL,
        NOON,
        NOON.plusSeconds(60),
        "EUR",
        Duration.ofMinutes(10),
        1_000_000,
        List.of(Rung.values()),
        1,
        List.of(new Terms.Price("GOLD", 1)),
        List.of(new Terms.SectionGrade("S", "GOLD")));
  }
}
