package dev.sluice.drain;

import static dev.sluice.drain.Requests.cancel;
import static dev.sluice.drain.Requests.reserve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.allocation.Allocation;
import dev.sluice.contract.Uuids;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.slice.DecisionFunction;
import dev.sluice.table.ForgottenIds;
import dev.sluice.table.Reservations;
import dev.sluice.table.Reservations.Name;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Dead reservations leave memory; who names one still gets its answer. */
class ForgottenReservationsIntegrationTests extends OneSession {

  private static final int SLICE = 20;

  @RegisterExtension static final DrainFixture fixture = new DrainFixture();

  private final AtomicInteger remembered = new AtomicInteger();

  ForgottenReservationsIntegrationTests() {
    super(fixture);
  }

  /**
   * One customer takes a seat and gives it back, again and again. Seen to fail where dead ones stay
   * in memory: 300 of them at the end.
   */
  @Test
  void remembersNoMoreThanTheReservationsOfItsNewestSlices() {
    for (int i = 0; i < 300; i++) {
      Request request = reserve(session, "anna", "A-1-1");
      requests.append(List.of(request, cancel(session, "anna", request.id())));
    }
    drain();
    assertThat(remembered.get()).isBetween(1, 3 * SLICE);
    assertThat(fixture.journalRows(shard).outcomes().values())
        .noneMatch(Outcome.Rejected.class::isInstance);
    fixture.promises(shard).check(requests);
  }

  /**
   * In the next slice, which is decided ahead; in later ones; under the next lease. Seen to fail
   * without the look-up (a second hold), and where forgotten ids are looked up of the request only.
   */
  @Test
  void givesTheFirstOutcomeToARepeatOfAnIdThatIsForgotten() {
    Request given = reserve(session, "anna", "A-1-1");
    var entries = new ArrayList<EntryId>();
    requests.append(List.of(given, cancel(session, "anna", given.id())));
    for (int lease = 0; lease < 2; lease++) {
      for (int slice = 0; slice < 4; slice++) {
        append(SLICE - 2);
        entries.add(requests.appendAgain(given));
        entries.add(requests.append(cancel(session, "anna", given.id())));
      }
      drain();
    }
    Request other = Request.of(given.id(), session, "anna", seats("A-1-2"));
    EntryId reused = requests.appendAgain(other);
    EntryId foreign = requests.append(cancel(session, "ben", given.id()));
    drain();

    JournalRows rows = fixture.journalRows(shard);
    for (int i = 0; i < entries.size(); i += 2) {
      assertThat(rows.get(entries.get(i))).isEqualTo(new Outcome.Duplicate(2));
      assertThat(rows.get(entries.get(i + 1))).isEqualTo(because(Reason.ALREADY_CANCELLED));
    }
    assertThat(rows.get(reused)).isEqualTo(because(Reason.REQUEST_ID_REUSED));
    assertThat(rows.get(foreign)).isEqualTo(because(Reason.RESERVATION_NOT_FOUND));
    fixture.promises(shard).check(requests);
  }

  /** A session with many dead ones is sold at once; its filter is filled meanwhile. */
  @Test
  void knowsEachOfMoreDeadIdsThanAreReadWithTheirSession() {
    Request given = reserve(session, "anna", "A-1-1");
    requests.append(List.of(given, cancel(session, "anna", given.id())));
    drain();
    int dead = 2 * ForgottenIds.READ_AT_ONCE;
    copyDead(given.id(), dead);
    UUID one = new UUID(0, 12_345);

    EntryId repeated = requests.appendAgain(given);
    EntryId again = requests.append(cancel(session, "anna", one));
    drain();
    JournalRows rows = fixture.journalRows(shard);
    assertThat(rows.get(repeated)).isEqualTo(new Outcome.Duplicate(2));
    assertThat(rows.get(again)).isEqualTo(because(Reason.ALREADY_CANCELLED));

    var stored = new Reservations(fixture.jdbc());
    List<Name> first = stored.listDead(Set.of(session), ForgottenIds.READ_AT_ONCE);
    assertThat(first).hasSize(ForgottenIds.READ_AT_ONCE);
    try (var forgotten = new ForgottenIds(shard, fixture.database().connections())) {
      forgotten.loaded(Set.of(session), first);
      await()
          .atMost(DrainFixture.PATIENCE)
          .until(() -> !forgotten.mayHave(session, UUID.randomUUID()));
      assertThat(IntStream.range(0, dead))
          .allMatch(i -> forgotten.mayHave(session, new UUID(0, i)));
      assertThat(forgotten.mayHave(session, given.id())).isTrue();
      assertThat(forgotten.mayHave(session, UUID.randomUUID())).isFalse();
      assertThat(forgotten.mayHave(UUID.randomUUID(), given.id())).isTrue();
    }
  }

  private void append(int count) {
    var others = new ArrayList<Request>();
    for (int i = 0; i < count; i++) {
      others.add(reserve(session, "ben", "Z-1-1"));
    }
    requests.append(others);
  }

  /** In slices of {@link #SLICE}, under a new lease. */
  private void drain() {
    DecisionFunction watched =
        (snapshot, slice, now, number) -> {
          var decision = Allocation.decide(snapshot, slice, now, number);
          remembered.accumulateAndGet(snapshot.listReservations(session).size(), Math::max);
          return decision;
        };
    DrainSettings settings = fixture.settings().sliceEntriesMax(SLICE).build();
    DrainParts parts = DrainFixture.withDecisionFunction(fixture.parts(settings), watched);
    try (var drain = new ShardDrain(fixture.newLease(shard), parts)) {
      fixture.drain(shard, drain);
    }
  }

  private void copyDead(UUID id, int count) {
    String values =
        String.join(",", Collections.nCopies(10, "SELECT 0 AS n")).replace(",", " UNION ALL ");
    fixture
        .jdbc()
        .update(
            """
            INSERT INTO reservation
            SELECT r.session_id, CONCAT(REPEAT(UNHEX('00'), 8), UNHEX(LPAD(HEX(ids.n), 16, '0'))), r.customer, r.status,
              r.digest, r.shard, 1000000 + ids.n, r.amount, r.currency, r.seats, r.hold_expires_at, r.decided_at,
              r.changed_at
            FROM reservation r CROSS JOIN (
              SELECT ROW_NUMBER() OVER () - 1 AS n
              FROM (%1$s) a CROSS JOIN (%1$s) b CROSS JOIN (%1$s) c CROSS JOIN (%1$s) d CROSS JOIN (%1$s) e
              LIMIT ?) ids
            WHERE r.session_id = ? AND r.id = ?
            """
                .formatted(values),
            count,
            Uuids.toBytes(session),
            Uuids.toBytes(id));
  }

  private static Command seats(String... seats) {
    return new Command.ReserveNamed(List.of(seats), null);
  }

  private static Outcome because(Reason reason) {
    return Outcome.Rejected.because(reason);
  }
}
