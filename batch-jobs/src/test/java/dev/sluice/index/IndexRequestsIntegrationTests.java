package dev.sluice.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.journal.FirstOfId;
import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.AppendReply;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.IdMemory;
import dev.sluice.contract.stream.RememberedRequest;
import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.drain.DrainFixture;
import dev.sluice.drain.Memory;
import dev.sluice.drain.Requests;
import dev.sluice.journal.RequestIndex;
import dev.sluice.journal.RequestIndex.RequestId;
import dev.sluice.stream.IdSettings;
import dev.sluice.stream.ShardRedis;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.util.unit.DataSize;

/** I3 beyond what Redis has room for: an id that it forgot stands for its first decision. */
class IndexRequestsIntegrationTests {

  @RegisterExtension static final DrainFixture fixture = new DrainFixture();

  private final RequestIndex index = new RequestIndex(fixture.jdbc());
  private int shard;
  private UUID session;
  private Requests requests;
  private Memory memory;

  @BeforeEach
  void newShard() {
    shard = fixture.newShard();
    session = fixture.newSession(shard);
    requests = fixture.requests(shard);
    memory = fixture.memory(shard);
  }

  /**
   * Found from outside: after a quarter of an hour of an on-sale a refused id was decided again.
   * Seen to fail without the look-up: HELD, as the seat is free by then.
   */
  @Test
  void aRefusedIdThatWasForgottenGetsItsFirstOutcome() {
    memory.bound(4);
    Request granted = Requests.reserve(session, "anna", "A-1-1");
    Request refused = Requests.reserve(session, "ben", "A-1-1");
    Request dead = Requests.reserve(session, "carl", "A-1-2");
    requests.append(List.of(granted, refused));
    Map<String, byte[]> unreadable = Requests.fields(dead);
    unreadable.put("payload", Requests.utf8("{"));
    requests.add(unreadable);
    Request cancel = Requests.cancel(session, "anna", granted.id());
    requests.append(cancel);
    drainBounded();
    long first = number(refused);
    forgetAll();

    assertThat(requests.call(List.of(refused, cancel, granted)))
        .noneMatch(IndexRequestsIntegrationTests::isRepeated);
    assertThat(requests.call(List.of(other(refused))))
        .allMatch(IndexRequestsIntegrationTests::isRepeated);
    EntryId reused = entry(requests.call(List.of(other(dead))).getFirst());
    fixture.drain(shard);

    assertThat(outcome(memory.find(refused).orElseThrow().entry()))
        .isEqualTo(new Outcome.Duplicate(first));
    assertThat(outcome(memory.find(cancel).orElseThrow().entry()))
        .isEqualTo(new Outcome.Duplicate(number(cancel)));
    assertThat(outcome(memory.find(granted).orElseThrow().entry()))
        .isEqualTo(new Outcome.Duplicate(number(granted)));
    assertThat(outcome(reused)).isEqualTo(Outcome.Rejected.because(Reason.REQUEST_ID_REUSED));
    assertThat(index.find(List.of(RequestId.of(granted)))).isEmpty();
    assertThat(index.find(List.of(RequestId.of(refused))))
        .containsValue(new FirstOfId(first, refused.digest()));
  }

  /**
   * By the digest of its entry. Seen to fail without it in the journal: REQUEST_ID_REUSED, and a
   * restored Redis that does not know the digest.
   */
  @Test
  void aRepeatOfWhatCouldNotBeReadIsOne() {
    memory.bound(4);
    Request dead = Requests.reserve(session, "carl", "A-1-2");
    Map<String, byte[]> unreadable = Requests.fields(dead);
    unreadable.put("payload", Requests.utf8("{"));
    requests.add(unreadable);
    drainBounded();
    forgetAll();

    EntryId again = entry(requests.call(List.of(dead)).getFirst());
    fixture.drain(shard);

    assertThat(outcome(again)).isEqualTo(new Outcome.Duplicate(1));
    fixture.redis().del(new ShardKeys(shard).verified());
    fixture.verify(shard);
    assertThat(memory.find(dead)).map(RememberedRequest::digest).hasValue(dead.digest());
  }

  /** Hashes of what is forgotten go, too; and what is not decided is not forgotten. */
  @Test
  void forgetsOnlyWhatIsDecidedAndIndexed() {
    memory.bound(4);
    appendRefusable(5);
    appendRefusable(5);
    fixture.index(shard);
    // Nothing is decided, so nothing is indexed, and the young half grows.
    assertThat(memory.ids().indexed()).isZero();
    appendRefusable(10);
    assertThat(memory.ids().young().number()).isEqualTo(2);
    drainBounded();
    fixture.index(shard);
    assertThat(memory.ids().indexed()).isEqualTo(1);
    appendRefusable(1);
    IdMemory ids = memory.ids();
    assertThat(ids.young().number()).isEqualTo(3);
    assertThat(ids.dropped()).hasSize(1);
    var keys = new ShardKeys(shard);
    assertThat(fixture.redis().keys(keys.ids() + ":1:*")).isNotEmpty();
    fixture.index(shard);
    assertThat(fixture.redis().keys(keys.ids() + ":1:*")).isEmpty();
    assertThat(fixture.redis().keys(keys.ids() + ":2:*")).isNotEmpty();
    assertThat(memory.ids().dropped()).isEmpty();
  }

  /**
   * Before and after the commit of each transaction. Seen to fail with the progress noted in a
   * transaction of its own, before the rows: ids of a slice were missing.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aKilledJobGoesOnWhereItWas(boolean afterCommit) {
    List<Request> all = appendRefusable(60);
    fixture.drain(shard, 7);
    int refused = refused(all).size();
    long last = fixture.shards().get(shard).lastNumber();
    boolean passed = false;
    int cut = 0;
    while (!passed) {
      cut++;
      fixture.jdbc().update("DELETE FROM request_index WHERE shard = ?", shard);
      fixture.jdbc().update("DELETE FROM request_index_progress WHERE shard = ?", shard);
      try {
        indexer(new KilledTransactions(cut, afterCommit)).through(shard, last);
        passed = true;
      } catch (KilledException e) {
        long done = index.progress(shard).indexed();
        assertThat(done).isLessThanOrEqualTo(last);
        assertThat(indexed(all).values()).allMatch(first -> first.number() <= done);
      }
      indexer(fixture.transactions()).through(shard, last);
      assertThat(index.progress(shard).indexed()).as("killed at %d", cut).isEqualTo(last);
      assertThat(indexed(all)).as("killed at %d", cut).hasSize(refused);
    }
    assertThat(cut).isGreaterThan(8);
  }

  @Test
  void twoIndexersDoNoHarm() {
    List<Request> all = appendRefusable(30);
    List<SliceMessage> slices = fixture.drain(shard, 7);
    long last = slices.getLast().lastNumber();
    var executed = new AtomicInteger();
    TransactionOperations overtaken =
        new TransactionOperations() {
          @Override
          public <T> T execute(TransactionCallback<T> action) {
            if (executed.getAndIncrement() == 1) {
              indexer(fixture.transactions()).through(shard, last);
            }
            return fixture.transactions().execute(action);
          }
        };
    assertThatThrownBy(() -> indexer(overtaken).through(shard, last))
        .hasMessageContaining("is not indexed up to");
    assertThat(indexed(all)).hasSameSizeAs(refused(all));
  }

  @Test
  void whatIsPastItsRetentionIsNotIndexedAndGoes() {
    List<Request> old = appendRefusable(5);
    fixture.drain(shard);
    long oldest = fixture.shards().get(shard).lastNumber();
    List<Request> older = appendRefusable(5);
    fixture.drain(shard);
    List<Request> young = appendRefusable(5);
    fixture.drain(shard);
    long last = fixture.shards().get(shard).lastNumber();
    age(oldest);
    RequestIndexer indexer = indexer(fixture.transactions());
    indexer.through(shard, last);
    assertThat(indexed(old)).isEmpty();
    assertThat(indexed(older)).hasSize(5);
    assertThat(indexed(young)).hasSize(5);
    indexer.purge(shard);
    assertThat(indexer.isPurgeDue(shard)).isFalse();

    age(number(older.getLast()));
    assertThat(indexer.isPurgeDue(shard)).isTrue();
    indexer.purge(shard);
    assertThat(indexed(older)).isEmpty();
    assertThat(indexed(young)).hasSize(5);
  }

  /** Seen to fail without the bound: all ids were written, however many. */
  @Test
  void anEmptiedRedisRemembersNoMoreThanItHasRoomFor() {
    List<Request> all = appendRefusable(100);
    fixture.drain(shard, 10);
    fixture.redis().flushall();
    verify(30);
    long remembered = all.stream().filter(one -> memory.find(one).isPresent()).count();
    assertThat(remembered).isBetween(20L, 30L);
    assertThat(memory.ids().forgotten()).isPositive();
    List<Request> forgotten = all.stream().filter(one -> memory.find(one).isEmpty()).toList();
    assertThat(indexed(forgotten)).hasSameSizeAs(refused(forgotten));

    Request one = refused(forgotten).getFirst();
    EntryId again = entry(requests.call(List.of(one)).getFirst());
    fixture.drain(shard);
    assertThat(outcome(again)).isEqualTo(new Outcome.Duplicate(number(one)));
  }

  /** What waits in the stream is remembered whatever room there is: it is in no journal. */
  @Test
  void anOlderRedisRemembersWhatIsNotDecided() {
    appendRefusable(20);
    fixture.drain(shard, 10);
    Request waiting = appendRefusable(1).getFirst();
    RememberedRequest before = memory.find(waiting).orElseThrow();
    fixture.redis().del(new ShardKeys(shard).verified());
    verify(6);
    assertThat(memory.find(waiting).orElseThrow().entry()).isEqualTo(before.entry());
    assertThat(requests.call(List.of(waiting))).allMatch(IndexRequestsIntegrationTests::isRepeated);
  }

  private void verify(int ids) {
    try (ShardRedis redis = ShardRedis.connect(fixture.drainRedis(), shard)) {
      var locked =
          Objects.requireNonNull(
              fixture.transactions().execute(status -> fixture.shards().lock(shard)));
      var settings =
          new IdSettings(
              Duration.ofHours(24),
              DataSize.ofBytes((long) ids * IdMemory.BYTES_PER_ID),
              1,
              Duration.ZERO);
      fixture.verification(redis, settings).verify(locked.state(), locked.clock());
    }
  }

  /** Drains; a lease holder sets the bounds of its settings, so they are set again. */
  private void drainBounded() {
    fixture.drain(shard);
    memory.bound(4);
  }

  /** Has Redis forget what it remembers before its time, as it does when ids come fast. */
  private void forgetAll() {
    for (int half = 0; half < 2; half++) {
      appendRefusable(5);
      drainBounded();
      fixture.index(shard);
    }
    appendRefusable(1);
    drainBounded();
    assertThat(memory.ids().forgotten()).isPositive();
  }

  private void age(long number) {
    fixture
        .jdbc()
        .update(
            "UPDATE slice SET decided_at = decided_at - INTERVAL 25 HOUR WHERE shard = ? AND"
                + " last_number <= ?",
            shard,
            number);
  }

  private RequestIndexer indexer(TransactionOperations transactions) {
    return new RequestIndexer(
        fixture.jdbc(), fixture.journal(), index, transactions, Duration.ofHours(24));
  }

  /** Requests for a seat that does not exist, so that none is granted. */
  private List<Request> appendRefusable(int count) {
    List<Request> all =
        Stream.generate(() -> Requests.reserve(session, "dora", "Z-1-1")).limit(count).toList();
    requests.append(all);
    return all;
  }

  private List<Request> refused(List<Request> all) {
    return all.stream().filter(one -> !(outcome(entryOf(one)) instanceof Outcome.Held)).toList();
  }

  private Map<RequestId, FirstOfId> indexed(List<Request> all) {
    return index.find(all.stream().map(RequestId::of).toList());
  }

  /** Another request under the id. */
  private static Request other(Request request) {
    return Request.of(
        request.id(),
        request.session(),
        request.customer(),
        new Command.ReserveNamed(List.of("A-2-2"), null));
  }

  private static boolean isRepeated(AppendReply reply) {
    return ((AppendReply.Remembered) reply).repeated();
  }

  private static EntryId entry(AppendReply reply) {
    return ((AppendReply.Remembered) reply).remembered().entry();
  }

  private Outcome outcome(EntryId entry) {
    return fixture.journalRows(shard).get(entry);
  }

  private EntryId entryOf(Request request) {
    return fixture.journalRows(shard).firstEntry(request);
  }

  private long number(Request request) {
    return fixture.journalRows(shard).firstNumber(request);
  }

  /** As a process that is killed before or after a commit. */
  private static final class KilledTransactions implements TransactionOperations {

    private final boolean afterCommit;
    private int left;

    private KilledTransactions(int at, boolean afterCommit) {
      this.left = at;
      this.afterCommit = afterCommit;
    }

    @Override
    public <T> T execute(TransactionCallback<T> action) {
      left--;
      T result =
          fixture
              .transactions()
              .execute(
                  status -> {
                    T done = action.doInTransaction(status);
                    if (left == 0 && !afterCommit) {
                      throw new KilledException();
                    }
                    return done;
                  });
      if (left == 0) {
        throw new KilledException();
      }
      return result;
    }
  }

  private static final class KilledException extends RuntimeException {}
}
