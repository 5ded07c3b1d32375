package dev.sluice.drain;

import static dev.sluice.drain.Requests.cancel;
import static dev.sluice.drain.Requests.reserve;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Uuids;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.request.Settlement;
import dev.sluice.contract.request.SystemRequests;
import dev.sluice.contract.stream.EntryId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Payments through the real stream and tables. Each step is drained under a lease of its own, so
 * what it knows of the steps before was read from the tables.
 */
class PaidReservationsIntegrationTests extends OneSession {

  @RegisterExtension static final DrainFixture fixture = new DrainFixture();

  PaidReservationsIntegrationTests() {
    super(fixture);
  }

  /**
   * Seen to fail where payments are not read with their session, and where not with what is
   * recalled.
   */
  @Test
  void moneyIsSettledOnceWhoeverReadsItFromTheTables() {
    Request hold = reserve(session, "anna", "A-1-1", "A-1-2");
    Outcome.Held held = (Outcome.Held) decide(hold);
    Request first = pay(hold, held.amount());

    assertThat(decide(first))
        .isEqualTo(new Outcome.Paying(hold.id(), held.amount(), held.currency()));
    assertThat(payments()).containsExactly("1 0");
    assertThat(decide(cancel(session, "anna", hold.id())))
        .isEqualTo(Outcome.Rejected.because(Reason.PAYMENT_PENDING));

    assertThat(settle(hold, first, Settlement.DECLINED)).isInstanceOf(Outcome.Declined.class);
    Request second = pay(hold, held.amount());
    assertThat(decide(second)).isInstanceOf(Outcome.Paying.class);
    assertThat(settle(hold, second, Settlement.CAPTURED))
        .isEqualTo(
            new Outcome.Captured(
                hold.id(), second.id(), held.seats(), held.amount(), held.currency()));
    assertThat(settle(hold, second, Settlement.CAPTURED)).isInstanceOf(Outcome.SettledBefore.class);

    decide(cancel(session, "anna", hold.id(), "A-1-1"));
    decide(cancel(session, "anna", hold.id()));
    assertThat(refunds()).containsExactly(held.amount() / 2, held.amount() / 2);

    assertThat(settle(hold, first, Settlement.CAPTURED))
        .as("of a reservation that is dead and forgotten")
        .isEqualTo(new Outcome.RefundOwed(hold.id(), first.id(), held.amount(), held.currency()));
    assertThat(settle(hold, first, Settlement.CAPTURED)).isInstanceOf(Outcome.SettledBefore.class);
    assertThat(refunds()).containsExactly(held.amount() / 2, held.amount() / 2, held.amount());
    assertThat(payments()).containsExactly("4 " + number("RETURNED"), "3 " + number("CAPTURED"));
    fixture.promises(shard).check(requests);
  }

  /** A payment that begins and is settled in one slice is one row. */
  @Test
  void aSliceMayDecideThemTogether() {
    Request hold = reserve(session, "anna", "A-1-1");
    long due = ((Outcome.Held) decide(hold)).amount();
    Request first = pay(hold, due);
    Request second = pay(hold, due);
    requests.append(
        List.of(
            first,
            settlement(hold, first, Settlement.DECLINED),
            second,
            settlement(hold, second, Settlement.CAPTURED),
            cancel(session, "anna", hold.id())));
    fixture.drain(shard);

    assertThat(payments()).hasSize(2);
    assertThat(payments().getFirst()).startsWith("2 ");
    assertThat(payments().getLast()).startsWith("3 ");
    assertThat(refunds()).containsExactly(due);
    assertThat(
            fixture
                .jdbc()
                .queryForList(
                    "SELECT settled_at = decided_at FROM payment WHERE session_id = ?",
                    Boolean.class,
                    Uuids.toBytes(session)))
        .containsExactly(true, true);
    fixture.promises(shard).check(requests);
  }

  /** The number that settled the payment of that state. */
  private long number(String state) {
    int code = state.equals("RETURNED") ? 4 : 3;
    return fixture
        .jdbc()
        .queryForList(
            "SELECT settled_number FROM payment WHERE session_id = ? AND state = ?",
            Long.class,
            Uuids.toBytes(session),
            code)
        .getFirst();
  }

  private Outcome settle(Request hold, Request payment, Settlement result) {
    return decide(settlement(hold, payment, result));
  }

  private Request settlement(Request hold, Request payment, Settlement result) {
    long amount = ((Command.Pay) payment.command()).amount();
    return SystemRequests.settlement(
        session,
        new Command.Settle(
            hold.id(), payment.id(), result, result == Settlement.CAPTURED ? amount : 0));
  }

  private Request pay(Request hold, long amount) {
    return Requests.request(
        session, "anna", new Command.Pay(hold.id(), amount, "key-" + UUID.randomUUID()));
  }

  private Outcome decide(Request request) {
    EntryId entry = requests.append(request);
    fixture.drain(shard);
    return fixture.journalRows(shard).get(entry);
  }

  private List<String> payments() {
    return fixture
        .jdbc()
        .queryForList(
            "SELECT CONCAT(state, ' ', settled_number) FROM payment WHERE session_id = ?"
                + " ORDER BY number",
            String.class,
            Uuids.toBytes(session));
  }

  private List<Long> refunds() {
    return fixture
        .jdbc()
        .queryForList(
            "SELECT amount FROM refund WHERE session_id = ? ORDER BY number",
            Long.class,
            Uuids.toBytes(session));
  }
}
