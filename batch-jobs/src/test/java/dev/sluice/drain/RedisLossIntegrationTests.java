package dev.sluice.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.AppendReply;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.RememberedRequest;
import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.contract.stream.StreamEntry;
import dev.sluice.servers.Servers;
import dev.sluice.servers.redis.Redis;
import io.lettuce.core.XAddArgs;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Redis loses its data under a drain that runs: it finds out by itself, and soon. */
class RedisLossIntegrationTests {

  @RegisterExtension static final DrainFixture fixture = new DrainFixture();

  private static final Redis SERVER = Servers.shared().redis();

  private int shard;
  private ShardKeys keys;
  private UUID session;
  private Requests requests;
  private RunningDrain drain;

  @BeforeEach
  void startDrain() {
    shard = fixture.newShard();
    keys = new ShardKeys(shard);
    session = fixture.newSession(shard);
    requests = fixture.requests(shard);
    DrainSettings settings = fixture.settings().sliceEntriesMax(20).build();
    drain =
        new RunningDrain(() -> new ShardDrain(fixture.newLease(shard), fixture.parts(settings)));
  }

  @AfterEach
  void close() {
    SERVER.start();
    awaitRedis();
    drain.close();
  }

  /** Seen to fail without the reader's look: appends were refused until the drain ended. */
  @Test
  void aFlushUnderAnIdleDrain() {
    append(100);
    awaitDrained();
    fixture.redis().flushall();
    appendAsSoonAsItIsAccepted(any());
    awaitDrained();
    assertThat(drain.end()).isNull();
    fixture.promises(shard).check(requests);
  }

  /**
   * What was not decided is lost with the Redis that had it; what was is decided once, numbered on
   * and announced from the first slice. Seen to fail when the stream was completed behind what a
   * drain that had not noticed had announced.
   */
  @Test
  void aFlushUnderLoad() {
    List<EntryId> before = append(2_000);
    await().atMost(DrainFixture.PATIENCE).until(() -> decided() > 100);
    fixture.redis().flushall();
    EntryId after = appendAsSoonAsItIsAccepted(any());
    awaitDrained();
    var kept = new ArrayList<>(fixture.journalRows(shard).outcomes().keySet());
    assertThat(before).containsAll(kept.subList(0, kept.size() - 1));
    assertThat(kept.getLast()).isEqualTo(after);
    fixture.promises(shard).check(kept);
  }

  @Test
  void aStartWithoutDataUnderADrain() {
    Request request = any();
    EntryId entry = requests.append(request);
    append(100);
    awaitDrained();
    SERVER.kill();
    SERVER.startEmpty();
    awaitRedis();
    appendAsSoonAsItIsAccepted(any());
    awaitDrained();
    assertThat(requests.call(List.of(request)).getFirst())
        .isInstanceOfSatisfying(
            AppendReply.Remembered.class,
            reply -> {
              assertThat(reply.repeated()).isTrue();
              assertThat(reply.remembered().entry()).isEqualTo(entry);
            });
    fixture.promises(shard).check(requests);
  }

  @Test
  void aStartWithOlderDataUnderADrain() {
    drain.close();
    append(300);
    Redis.Backup backup = SERVER.backup();
    drain = new RunningDrain(() -> fixture.newDrain(shard));
    awaitDrained();
    append(50);
    awaitDrained();
    SERVER.kill();
    SERVER.startFrom(backup);
    awaitRedis();
    appendAsSoonAsItIsAccepted(any());
    awaitDrained();
    fixture.promises(shard).check(requests);
  }

  @Test
  void aStartWithTheSameDataUnderADrain() {
    append(2_000);
    await().atMost(DrainFixture.PATIENCE).until(() -> decided() > 100);
    SERVER.kill();
    SERVER.start();
    awaitRedis();
    appendAsSoonAsItIsAccepted(any());
    awaitDrained();
    fixture.promises(shard).check(requests);
  }

  @Test
  void aScriptFlushUnderADrain() {
    append(10);
    awaitDrained();
    fixture.redis().scriptFlush();
    appendAsSoonAsItIsAccepted(any());
    awaitDrained();
    fixture.promises(shard).check(requests);
  }

  /**
   * An entry that no read finds, since it stands below what was read: the drain queues it again.
   */
  @Test
  void anEntryThatStandsBelowWhatWasRead() {
    List<EntryId> decided = append(3);
    awaitDrained();
    Request hidden = any();
    EntryId entry = new EntryId(decided.getFirst().milliseconds() - 1, 0);
    fixture.redis().del(keys.requests());
    fixture
        .memory(shard)
        .put(hidden, RememberedRequest.of(entry, hidden.digest(), hidden.customer(), 1));
    fixture
        .redis()
        .xadd(
            keys.requests(),
            new XAddArgs().id(entry.toString()),
            StreamEntry.of(entry, hidden).fields());
    await().atMost(DrainFixture.PATIENCE).until(() -> decided() == 1 + 3 + 1);
    awaitDrained();
    var expected = new ArrayList<>(decided);
    expected.add(fixture.memory(shard).find(hidden).orElseThrow().entry());
    assertThat(expected.getLast()).isGreaterThan(decided.getLast());
    fixture.promises(shard).check(expected);
  }

  /** As an intake does, which tells its client to come again. */
  private EntryId appendAsSoonAsItIsAccepted(Request request) {
    await()
        .atMost(DrainFixture.PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              requests.append(request);
              return true;
            });
    return requests.accepted().getLast();
  }

  private void awaitDrained() {
    await().atMost(DrainFixture.PATIENCE).until(() -> fixture.backlog(shard) == 0);
  }

  private long decided() {
    return fixture.journalRows(shard).list().stream()
        .mapToLong(JournalRows.Row::lastNumber)
        .max()
        .orElse(0);
  }

  private List<EntryId> append(int count) {
    var all = new ArrayList<Request>();
    for (int i = 0; i < count; i++) {
      all.add(any());
    }
    return requests.append(all);
  }

  private Request any() {
    return Requests.best(session, "anna", "GOLD", 1);
  }

  private static void awaitRedis() {
    await()
        .atMost(DrainFixture.PATIENCE)
        .ignoreExceptions()
        .until(() -> fixture.redis().ping().equals("PONG"));
  }
}
