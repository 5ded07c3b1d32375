package dev.sluice.drain;

import static dev.sluice.drain.Requests.reserve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.sluice.allocation.Allocation;
import dev.sluice.allocation.Incoming;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.shard.Lease;
import dev.sluice.shard.LeaseConnection;
import dev.sluice.shard.LeaseLostException;
import dev.sluice.shard.Shards;
import dev.sluice.shard.StaleStateException;
import dev.sluice.slice.Clocks;
import dev.sluice.slice.DecisionFunction;
import dev.sluice.slice.NextSlice;
import dev.sluice.slice.SliceDecider;
import dev.sluice.slice.SliceTransaction;
import dev.sluice.table.Catalogue;
import dev.sluice.table.ForgottenIds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Only the newest holder of a shard commits, and only from where the shard is. */
class FenceIntegrationTests extends OneSession {

  @RegisterExtension static final DrainFixture fixture = new DrainFixture();

  FenceIntegrationTests() {
    super(fixture);
  }

  @Test
  void endsAHolderWhoseLeaseWentToAnother() {
    requests.append(reserve(session, "anna", "A-1-1"));
    try (ShardDrain old = fixture.newDrain(shard)) {
      fixture.drain(shard, old);
      try (ShardDrain current = fixture.newDrain(shard)) {
        requests.append(reserve(session, "ben", "A-1-2"));
        assertThatExceptionOfType(LeaseLostException.class)
            .isThrownBy(() -> fixture.drain(shard, old));
        assertThat(fixture.journalRows(shard).list()).hasSize(1);
        fixture.drain(shard, current);
      }
    }
    fixture.promises(shard).check(requests);
    assertThat(fixture.journalRows(shard).list())
        .extracting(JournalRows.Row::fence)
        .containsExactly(1L, 2L);
  }

  /** It waits for the slice that has begun; the one after it is refused. */
  @Test
  void letsAFenceRiseOnlyBetweenSlices() throws Exception {
    Lease lease = fixture.newLease(shard);
    var raised = new CompletableFuture<Lease>();
    var meddled = new AtomicBoolean();
    DecisionFunction meddling =
        (snapshot, entries, now, number) -> {
          if (meddled.compareAndSet(false, true)) {
            raised.completeAsync(() -> fixture.newLease(shard));
            await().atMost(DrainFixture.PATIENCE).until(fixture::isWaitingForALock);
          }
          return Allocation.decide(snapshot, entries, now, number);
        };
    try (var drain = new ShardDrain(lease, fixture.parts(meddling))) {
      requests.append(reserve(session, "anna", "A-1-1"));
      fixture.drain(shard, drain);
      assertThat(raised.get(10, TimeUnit.SECONDS).fence()).isEqualTo(2);
      requests.append(reserve(session, "ben", "A-1-2"));
      assertThatExceptionOfType(LeaseLostException.class)
          .isThrownBy(() -> fixture.drain(shard, drain));
    }
    assertThat(fixture.journalRows(shard).list()).hasSize(1);
    fixture.drain(shard);
    fixture.promises(shard).check(requests);
  }

  @Test
  void opensNothingForAnOldFence() {
    Lease old = fixture.newLease(shard);
    fixture.newLease(shard);
    try (var drain = new ShardDrain(old, fixture.parts())) {
      assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> fixture.next(drain));
    }
  }

  /** Seen to fail without the fence in {@code requireUnchanged}: another exception. */
  @Test
  void refusesASliceUnderAnOldFence() {
    try (LeaseConnection connection = connect(Duration.ofSeconds(2))) {
      SliceTransaction transaction = transaction(connection, fixture.newLease(shard));
      fixture.newLease(shard);
      assertThatExceptionOfType(LeaseLostException.class)
          .isThrownBy(() -> commit(transaction, entries("anna", 1)));
    }
    assertThat(fixture.journalRows(shard).list()).isEmpty();
  }

  /**
   * What is in memory is not where the shard is: a doubtful commit of its own landed. Seen to fail
   * without the position in {@code requireUnchanged}: another exception, from the journal's key.
   */
  @Test
  void refusesASliceFromAnOldPosition() {
    Lease lease = fixture.newLease(shard);
    try (LeaseConnection connection = connect(Duration.ofSeconds(2));
        LeaseConnection other = connect(Duration.ofSeconds(2))) {
      SliceTransaction stale = transaction(connection, lease);
      commit(transaction(other, lease), entries("anna", 1));
      assertThatExceptionOfType(StaleStateException.class)
          .isThrownBy(() -> commit(stale, entries("ben", 2)));
    }
    assertThat(fixture.journalRows(shard).list()).hasSize(1);
  }

  /**
   * A holder that was frozen in the middle of a transaction keeps the row lock no longer than its
   * lease. Seen to fail without {@code wait_timeout}: the fence could not be raised for ten
   * seconds.
   */
  @Test
  void freesTheRowOfAHolderThatIsFrozen() throws Exception {
    var locked = new CountDownLatch(1);
    var thaw = new CountDownLatch(1);
    try (LeaseConnection connection = connect(Duration.ofSeconds(1))) {
      CompletableFuture<Throwable> holder =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  connection.inTransaction(
                      () -> {
                        new Shards(connection.jdbc()).lock(shard);
                        locked.countDown();
                        return awaitLatch(thaw);
                      });
                  return new AssertionError("committed");
                } catch (DataAccessException | TransactionException e) {
                  return e;
                }
              });
      assertThat(locked.await(10, TimeUnit.SECONDS)).isTrue();
      long since = System.nanoTime();
      assertThat(fixture.newLease(shard).fence()).isEqualTo(1);
      assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(4));
      thaw.countDown();
      assertThat(holder.get(10, TimeUnit.SECONDS)).isNotInstanceOf(AssertionError.class);
    }
  }

  /** Seen to fail without {@code keepAlive}: a second connection. */
  @Test
  void keepsItsConnectionWhileThereIsNothingToDo() throws Exception {
    DrainSettings settings = fixture.settings().leaseLength(Duration.ofSeconds(1)).build();
    TestDatabase database = fixture.database();
    requests.append(reserve(session, "anna", "A-1-1"));
    try (var proxy = new DatabaseProxy();
        var drain =
            new ShardDrain(
                fixture.newLease(shard),
                fixture.parts(database.connections(proxy.url(database.url())), settings))) {
      fixture.drain(shard, drain);
      long ends = System.nanoTime() + Duration.ofMillis(2_500).toNanos();
      while (System.nanoTime() < ends) {
        assertThat(drain.next(Duration.ofMillis(100))).isEmpty();
      }
      requests.append(reserve(session, "ben", "A-1-2"));
      fixture.drain(shard, drain);
      assertThat(proxy.connections()).isEqualTo(1);
    }
    fixture.promises(shard).check(requests);
  }

  private LeaseConnection connect(Duration leaseLength) {
    return LeaseConnection.open(fixture.database().connections(), leaseLength);
  }

  private SliceTransaction transaction(LeaseConnection connection, Lease lease) {
    var forgotten = new ForgottenIds(shard, fixture.database().connections());
    var decider =
        new SliceDecider(
            new Catalogue(shard, connection.jdbc(), forgotten),
            forgotten,
            Allocation::decide,
            new Clocks(false, Instant::now, Instant::now, _ -> {}),
            fixture.settings().build().placesInMemory());
    return new SliceTransaction(Shards.position(connection, lease).state(), connection, decider);
  }

  private static void commit(SliceTransaction transaction, List<Incoming> entries) {
    transaction.commit(NextSlice.of(entries), (_, _) -> {});
  }

  private List<Incoming> entries(String customer, long milliseconds) {
    Request request = reserve(session, customer, "A-1-1");
    return List.of(new Incoming.Readable(new EntryId(milliseconds, 0), request));
  }

  private static boolean awaitLatch(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
