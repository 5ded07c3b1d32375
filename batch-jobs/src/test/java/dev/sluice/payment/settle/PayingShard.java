package dev.sluice.payment.settle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Uuids;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import dev.sluice.drain.DrainFixture;
import dev.sluice.drain.Requests;
import dev.sluice.payment.call.Work;
import dev.sluice.payment.provider.PaymentProvider;
import dev.sluice.payment.sandbox.SandboxProvider;
import dev.sluice.payment.sandbox.SandboxSettings;
import dev.sluice.stream.Settlements;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** A shard with one session, in which reservations are paid by the sandbox. */
public final class PayingShard implements AutoCloseable {

  private static final String CUSTOMER = "anna";

  private final DrainFixture fixture;
  private final int shard;
  private final UUID session;
  private final Requests requests;
  private final Settlements settlements;

  public PayingShard(DrainFixture fixture) {
    this.fixture = fixture;
    shard = fixture.newShard();
    session = fixture.newSession(shard);
    requests = fixture.requests(shard);
    settlements = new Settlements(fixture.drainRedis(), false);
  }

  public int shard() {
    return shard;
  }

  public UUID session() {
    return session;
  }

  Settlements settlements() {
    return settlements;
  }

  /** The sandbox of the fixture's database: another one has the same memory. */
  public PaymentProvider sandbox() {
    return new SandboxProvider(
        fixture.jdbc(),
        new DataSourceTransactionManager(fixture.database().pool()),
        new SandboxSettings(Duration.ZERO));
  }

  /** What settles payments; another one knows only what the tables know. */
  public Work<?> settling(PaymentProvider provider) {
    return work(provider);
  }

  SettlePayments work(PaymentProvider provider) {
    return new SettlePayments(
        new PaymentAttempts(fixture.jdbc(), fixture.transactions(), provider.name()),
        new PaymentCall(provider),
        settlements);
  }

  /** A granted request for seats. */
  public Request hold(String... seats) {
    Request request = Requests.reserve(session, CUSTOMER, seats);
    assertThat(decide(request)).isInstanceOf(Outcome.Held.class);
    return request;
  }

  /** Begins to pay for it. */
  public Request pay(Request hold, String key) {
    Request request =
        Requests.request(session, CUSTOMER, new Command.Pay(hold.id(), amount(hold), key));
    assertThat(decide(request)).isInstanceOf(Outcome.Paying.class);
    return request;
  }

  /** Gives seats back, or all of them. */
  public void cancel(Request hold, String... seats) {
    assertThat(decide(Requests.cancel(session, CUSTOMER, hold.id(), seats)))
        .isInstanceOf(Outcome.Cancelled.class);
  }

  public Outcome decide(Request request) {
    var entry = requests.append(request);
    fixture.drain(shard);
    return fixture.journalRows(shard).get(entry);
  }

  /** What it costs now. */
  public long amount(Request hold) {
    return number(
        "SELECT amount FROM reservation WHERE session_id = ? AND id = ?",
        Uuids.toBytes(session),
        Uuids.toBytes(hold.id()));
  }

  public ReservationStatus status(Request hold) {
    return ReservationStatus.ofCode(
        (int)
            number(
                "SELECT status FROM reservation WHERE session_id = ? AND id = ?",
                Uuids.toBytes(session),
                Uuids.toBytes(hold.id())));
  }

  /** Money that the provider has for it. */
  public long net(Request hold) {
    return number(
        "SELECT COALESCE(SUM(captured - refunded), 0) FROM sandbox_call WHERE order_id = ?",
        hold.id().toString());
  }

  /** One look at what is due, the calls one after another; whether there was anything. */
  public static <T> boolean round(Work<T> work) {
    int done = work.bringOn(100);
    List<T> due = work.list(100);
    due.forEach(work::call);
    return done > 0 || !due.isEmpty();
  }

  /** All that is due now, and what follows from it, as if no time had to pass in between. */
  public void untilSettled(Work<?> work) {
    for (int round = 0; round < 20; round++) {
      pass();
      round(work);
      if (fixture.backlog(shard) > 0) {
        fixture.drain(shard);
      }
    }
  }

  /** Has the time come of all that waits. */
  public void pass() {
    for (String table : List.of("payment_attempt", "refund_attempt")) {
      fixture
          .jdbc()
          .update("UPDATE " + table + " SET next_at = UTC_TIMESTAMP(3) WHERE next_at IS NOT NULL");
    }
  }

  JdbcTemplate jdbc() {
    return fixture.jdbc();
  }

  private long number(String sql, Object... arguments) {
    Long found = fixture.jdbc().queryForObject(sql, Long.class, arguments);
    return found == null ? -1 : found;
  }

  /** Checks the shard's promises. */
  public void checkPromises() {
    fixture.promises(shard).check(requests);
  }

  @Override
  public void close() {
    settlements.close();
  }
}
