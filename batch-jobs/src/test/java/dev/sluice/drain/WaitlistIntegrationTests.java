package dev.sluice.drain;

import static dev.sluice.drain.Requests.cancel;
import static dev.sluice.drain.Requests.leave;
import static dev.sluice.drain.Requests.orWait;
import static dev.sluice.drain.Requests.reserve;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Uuids;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.request.SystemRequests;
import dev.sluice.contract.stream.EntryId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Waiting through the real stream and tables. Each step is drained under a lease of its own, so
 * what it knows of the steps before was read from the tables.
 */
class WaitlistIntegrationTests extends OneSession {

  private static final int WAITING = 6;
  private static final int LEFT = 7;

  @RegisterExtension static final DrainFixture fixture = new DrainFixture();

  WaitlistIntegrationTests() {
    super(fixture);
  }

  /** Sections A and B, PLATINUM and GOLD, of one row of two seats. */
  @BeforeEach
  void makeSmallSession() {
    session = fixture.newSession(shard, 1, 2);
  }

  /** The head that does not fit is passed over, and keeps its place in the tables. */
  @Test
  void whoWaitsIsServedInOrderWhoeverReadsItFromTheTables() {
    Request hold = reserve(session, "anna", "A-1-1", "A-1-2");
    decide(hold);
    Request two = orWait(session, "bob", "PLATINUM", 2, null);
    Request one = orWait(session, "cat", "PLATINUM", 1, null);
    Request gone = orWait(session, "eve", "PLATINUM", 1, null);
    assertThat(decide(two)).isEqualTo(new Outcome.Waitlisted(two.id(), 1, closesAt()));
    assertThat(decide(one)).isEqualTo(new Outcome.Waitlisted(one.id(), 2, closesAt()));
    assertThat(decide(gone)).isEqualTo(new Outcome.Waitlisted(gone.id(), 3, closesAt()));
    assertThat(waiters()).isEqualTo(3);
    assertThat(status(two)).isEqualTo(WAITING);

    assertThat(decide(cancel(session, "bob", two.id())))
        .isEqualTo(Outcome.Rejected.because(Reason.STILL_WAITING));
    assertThat(decide(leave(session, "eve", gone.id()))).isEqualTo(new Outcome.Left(gone.id()));
    assertThat(status(gone)).isEqualTo(LEFT);

    decide(cancel(session, "anna", hold.id(), "A-1-2"));
    assertThat(served()).as("the head does not fit").containsExactly(one.id() + " [A-1-2]");
    assertThat(decide(reserve(session, "dan", "A-1-2"))).isInstanceOf(Outcome.Rejected.class);
    decide(cancel(session, "anna", hold.id()));
    assertThat(served()).hasSize(1);
    decide(cancel(session, "cat", one.id()));
    assertThat(served()).containsExactly(one.id() + " [A-1-2]", two.id() + " [A-1-1, A-1-2]");

    assertThat(waiters()).isZero();
    assertThat(
            fixture
                .jdbc()
                .queryForObject(
                    "SELECT reservation.hold_expires_at = session_state.next_due_at AND"
                        + " TIMESTAMPDIFF(SECOND, reservation.changed_at, hold_expires_at) = 600"
                        + " FROM reservation JOIN session_state USING (session_id) WHERE session_id"
                        + " = ? AND id = ?",
                    Boolean.class,
                    Uuids.toBytes(session),
                    Uuids.toBytes(two.id())))
        .as("its hold is of full length, and due")
        .isTrue();
    fixture.promises(shard).check(requests);
  }

  /** A repeat after Redis forgot the id: one that left is found as a dead one is. */
  @Test
  void anIdThatWaitedStandsForItHoweverItEnded() {
    decide(reserve(session, "anna", "A-1-1", "A-1-2"));
    Request waits = orWait(session, "bob", "PLATINUM", 1, null);
    decide(waits);
    assertThat(decideAgain(waits)).isInstanceOf(Outcome.Duplicate.class);
    decide(leave(session, "bob", waits.id()));
    assertThat(decideAgain(waits)).isInstanceOf(Outcome.Duplicate.class);
    assertThat(decide(leave(session, "bob", waits.id())))
        .isEqualTo(Outcome.Rejected.because(Reason.ALREADY_LEFT));
    assertThat(waiters()).isZero();
  }

  /** Its end is the session's next due instant, as a hold's would be. */
  @Test
  void aWaitThatIsOverEndsByAPulse() {
    decide(reserve(session, "anna", "A-1-1", "A-1-2"));
    Instant until = now().plusMillis(300);
    Request waits = orWait(session, "bob", "PLATINUM", 1, until);
    assertThat(decide(waits)).isEqualTo(new Outcome.Waitlisted(waits.id(), 1, until));
    assertThat(
            fixture
                .jdbc()
                .queryForObject(
                    "SELECT next_due_at = hold_expires_at FROM session_state"
                        + " JOIN reservation USING (session_id) WHERE session_id = ? AND id = ?",
                    Boolean.class,
                    Uuids.toBytes(session),
                    Uuids.toBytes(waits.id())))
        .isTrue();
    fixture.awaitEndOfHold(waits);
    assertThat(decide(SystemRequests.pulse(session))).isEqualTo(new Outcome.Pulsed());
    assertThat(status(waits)).isEqualTo(LEFT);
    assertThat(waiters()).isZero();
    fixture.promises(shard).check(requests);
  }

  /** Who begins to wait and is served in one slice is one row, and never one of those who wait. */
  @Test
  void aSliceMayDecideItAll() {
    Request hold = reserve(session, "anna", "A-1-1", "A-1-2");
    Request first = orWait(session, "bob", "PLATINUM", 1, null);
    Request second = orWait(session, "cat", "PLATINUM", 2, null);
    requests.append(
        List.of(
            hold,
            first,
            second,
            cancel(session, "anna", hold.id(), "A-1-1"),
            cancel(session, "anna", hold.id()),
            cancel(session, "bob", first.id())));
    fixture.drain(shard);
    assertThat(served()).containsExactly(first.id() + " [A-1-1]", second.id() + " [A-1-1, A-1-2]");
    assertThat(waiters()).isZero();
    fixture.promises(shard).check(requests);
  }

  private Outcome decide(Request request) {
    return drained(requests.append(request));
  }

  private Outcome decideAgain(Request request) {
    return drained(requests.appendAgain(request));
  }

  private Outcome drained(EntryId entry) {
    fixture.drain(shard);
    return fixture.journalRows(shard).get(entry);
  }

  private List<String> served() {
    return fixture.journalRows(shard).elements().stream()
        .map(
            element ->
                element instanceof JournalElement.Changed(Transition.WaiterServed it)
                    ? it.reservation() + " " + it.seats()
                    : null)
        .filter(Objects::nonNull)
        .toList();
  }

  private int waiters() {
    return Objects.requireNonNull(
        fixture
            .jdbc()
            .queryForObject(
                "SELECT COUNT(*) FROM waiter WHERE session_id = ?",
                Integer.class,
                Uuids.toBytes(session)));
  }

  private int status(Request request) {
    return Objects.requireNonNull(
        fixture
            .jdbc()
            .queryForObject(
                "SELECT status FROM reservation WHERE session_id = ? AND id = ?",
                Integer.class,
                Uuids.toBytes(session),
                Uuids.toBytes(request.id())));
  }

  private Instant closesAt() {
    return instant(
        "SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', sale_closes_at) FROM session WHERE id = ?",
        Uuids.toBytes(session));
  }

  private static Instant now() {
    return instant("SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3))");
  }

  private static Instant instant(String sql, Object... arguments) {
    Long micros = fixture.jdbc().queryForObject(sql, Long.class, arguments);
    return Instant.EPOCH.plus(Objects.requireNonNull(micros), ChronoUnit.MICROS);
  }
}
