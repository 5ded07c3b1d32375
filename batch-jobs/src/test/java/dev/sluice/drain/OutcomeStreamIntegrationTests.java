package dev.sluice.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.contract.stream.StreamEntry;
import dev.sluice.slice.CommittedSlice;
import dev.sluice.slice.SliceListener;
import dev.sluice.stream.IncompleteMarker;
import dev.sluice.stream.ShardRedis;
import dev.sluice.stream.ShardRedis.Announced;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.util.unit.DataSize;

/** What a drain does after commit: the outcome stream, then the removal of what was decided. */
class OutcomeStreamIntegrationTests {

  @RegisterExtension static final DrainFixture fixture = new DrainFixture();

  private int shard;
  private ShardKeys keys;
  private UUID session;
  private Requests requests;
  private String memory = "";

  @BeforeEach
  void newShard() {
    shard = fixture.newShard();
    keys = new ShardKeys(shard);
    session = fixture.newSession(shard);
    requests = fixture.requests(shard);
    memory = Objects.requireNonNull(fixture.redis().configGet("maxmemory").get("maxmemory"));
  }

  @AfterEach
  void heal() {
    giveMemory();
  }

  /** Seen to fail with an id of Redis' own choice in place of the last entry's. */
  @Test
  void aSliceIsAnnouncedOnceHoweverOftenItIsSent() {
    decide(1);
    List<SliceMessage> slices = new ArrayList<>();
    slices.add(fixture.journalRows(shard).list().getFirst().message());
    decide(1);
    slices.add(fixture.journalRows(shard).list().getLast().message());
    try (ShardRedis redis = ShardRedis.connect(fixture.drainRedis(), shard)) {
      for (SliceMessage slice : slices) {
        assertThat(redis.announce(slice, EntryId.ZERO)).isEqualTo(Announced.REPEATED);
      }
    }
    fixture.promises(shard).check(requests);
  }

  /** Seen to fail with a trim of everything that had been appended by then. */
  @Test
  void exactlyTheDecidedEntriesAreRemoved() {
    DrainSettings settings = fixture.settings().sliceEntriesMax(3).build();
    List<EntryId> entries = append(8);
    try (var drain = new ShardDrain(fixture.newLease(shard), fixture.parts(settings))) {
      fixture.nextSlice(drain);
    }
    assertThat(queued()).containsExactlyElementsOf(entries.subList(3, 8));
    fixture.drain(shard);
    fixture.promises(shard).check(requests);
  }

  /**
   * A drain that dies in between leaves the request in its stream, so that somebody looks. Seen to
   * fail with the two the other way round.
   */
  @Test
  void anOutcomeIsThereBeforeItsRequestGoes() {
    var seen = new ArrayList<String>();
    var listener =
        new SliceListener() {
          @Override
          public void committed(CommittedSlice slice) {
            seen.add("committed " + slicesInRedis() + " " + fixture.backlog(shard));
          }

          @Override
          public void announced(CommittedSlice slice) {
            seen.add("announced " + slicesInRedis() + " " + fixture.backlog(shard));
          }

          @Override
          public void trimmed(CommittedSlice slice) {
            seen.add("trimmed " + slicesInRedis() + " " + fixture.backlog(shard));
          }
        };
    append(1);
    try (var drain = new ShardDrain(fixture.newLease(shard), fixture.parts().with(listener))) {
      fixture.drain(shard, drain);
    }
    assertThat(seen).containsExactly("committed 0 1", "announced 1 1", "trimmed 1 0");
  }

  /**
   * Trimming is what gives memory back, so it goes on; the outcomes follow from the journal, in
   * order, with no new slice to remind anybody. Seen to fail when the stream went on behind the
   * gap, and when only the next slice filled it.
   */
  @Test
  void withoutMemoryRequestsAreTrimmedAndOutcomesFollowLater() {
    decide(2);
    append(5);
    try (var drain = new RunningDrain(() -> new ShardDrain(fixture.newLease(shard), small()))) {
      takeMemory();
      await().atMost(DrainFixture.PATIENCE).until(() -> fixture.backlog(shard) == 0);
      assertThat(slicesInRedis()).isLessThan(fixture.journalRows(shard).list().size());
      assertThat(fixture.redis().exists(IncompleteMarker.key(keys))).isEqualTo(1);
      giveMemory();
      await().atMost(DrainFixture.PATIENCE).until(this::isComplete);
      assertThat(drain.end()).isNull();
    }
    fixture.promises(shard).check(requests);
  }

  /** A drain that begins without memory must drain, or there will never be any. */
  @Test
  void aDrainBeginsWithoutMemory() {
    append(5);
    takeMemory();
    try (var drain = new ShardDrain(fixture.newLease(shard), small())) {
      fixture.drain(shard, drain);
    }
    assertThat(slicesInRedis()).isZero();
    giveMemory();
    requests.append(any());
    fixture.drain(shard);
    fixture.promises(shard).check(requests);
    assertThat(fixture.redis().exists(IncompleteMarker.key(keys))).isZero();
  }

  /** The verification could append the first missing slices only: nothing may go behind the gap. */
  @Test
  void memoryThatComesBackAfterTheVerificationLeavesNoGap() {
    DrainParts parts = small();
    append(4);
    takeMemory();
    try (var drain = new ShardDrain(fixture.newLease(shard), parts)) {
      fixture.drain(shard, drain);
    }
    giveMemory();
    append(4);
    takeMemory();
    try (var drain = new ShardDrain(fixture.newLease(shard), parts)) {
      fixture.nextSlice(drain);
      giveMemory();
      fixture.drain(shard, drain);
      await().atMost(DrainFixture.PATIENCE).until(this::isComplete);
    }
    fixture.promises(shard).check(requests);
  }

  @Test
  void slicesPastTheirRetentionGo() {
    long old = System.currentTimeMillis() - Duration.ofHours(3).toMillis();
    for (int i = 0; i < 40; i++) {
      requests.addAt(new EntryId(old + i, 0), StreamEntry.of(EntryId.ZERO, any()).fields());
    }
    drainInSlicesOfOne(fixture.settings());
    assertThat(slicesInRedis()).isEqualTo(40);
    append(1);
    drainInSlicesOfOne(fixture.settings().outcomeRetention(Duration.ofHours(1)));
    // Redis lets go of whole nodes of some kilobytes.
    assertThat(slicesInRedis()).isBetween(1L, 20L);
  }

  @Test
  void anOutcomeStreamPastItsBytesLosesItsOldestSlices() {
    SettingsBuilder settings = fixture.settings().outcomeStreamMax(DataSize.ofKilobytes(16));
    append(150);
    drainInSlicesOfOne(settings);
    long most = slicesInRedis();
    assertThat(most).isLessThan(100);
    EntryId last = fixture.journalRows(shard).list().getLast().lastEntry();
    assertThat(lastAnnounced()).isEqualTo(last);
  }

  /**
   * However short its executions are: none of them sees as many slices as are between two looks.
   */
  @Test
  void shortExecutionsKeepTheBoundToo() {
    SettingsBuilder settings = fixture.settings().outcomeStreamMax(DataSize.ofKilobytes(16));
    for (int i = 0; i < 12; i++) {
      append(12);
      drainInSlicesOfOne(settings);
    }
    assertThat(slicesInRedis()).isLessThan(100);
  }

  @Test
  void aRebuiltOutcomeStreamKeepsItsBoundToo() {
    SettingsBuilder settings = fixture.settings().outcomeStreamMax(DataSize.ofKilobytes(16));
    append(150);
    drainInSlicesOfOne(fixture.settings());
    assertThat(slicesInRedis()).isEqualTo(150);
    fixture.redis().del(keys.outcomes(), keys.verified());
    drainInSlicesOfOne(settings);
    assertThat(slicesInRedis()).isLessThan(100);
  }

  private void drainInSlicesOfOne(SettingsBuilder settings) {
    DrainSettings one = settings.sliceEntriesMax(1).build();
    try (var drain = new ShardDrain(fixture.newLease(shard), fixture.parts(one))) {
      fixture.drain(shard, drain);
    }
  }

  /** Seen to wait for ever, with the lease: nobody took the slices behind it. */
  @Test
  void anErrorEndsTheSessionAndNotTheDrain() {
    var failed = new AtomicBoolean();
    var listener =
        new SliceListener() {
          @Override
          public void announced(CommittedSlice slice) {
            if (failed.compareAndSet(false, true)) {
              throw new LinkageError("planted");
            }
          }
        };
    append(6);
    try (var drain =
        new RunningDrain(() -> new ShardDrain(fixture.newLease(shard), small().with(listener)))) {
      await()
          .dontCatchUncaughtExceptions()
          .atMost(DrainFixture.PATIENCE)
          .until(() -> fixture.backlog(shard) == 0);
      assertThat(drain.end()).isNull();
    }
    assertThat(failed).isTrue();
    fixture.promises(shard).check(requests);
  }

  private DrainParts small() {
    return fixture.parts(fixture.settings().sliceEntriesMax(1).build());
  }

  private void takeMemory() {
    fixture.redis().configSet("maxmemory", "1");
  }

  private void giveMemory() {
    fixture.redis().configSet("maxmemory", memory);
  }

  private boolean isComplete() {
    return slicesInRedis() == fixture.journalRows(shard).list().size();
  }

  private long slicesInRedis() {
    return fixture.redis().xlen(keys.outcomes());
  }

  private EntryId lastAnnounced() {
    return EntryId.parse(
        fixture
            .redis()
            .xrevrange(keys.outcomes(), Range.unbounded(), Limit.from(1))
            .getFirst()
            .getId());
  }

  private List<EntryId> queued() {
    return fixture.redis().xrange(keys.requests(), Range.unbounded()).stream()
        .map(message -> EntryId.parse(message.getId()))
        .toList();
  }

  private void decide(int slices) {
    for (int i = 0; i < slices; i++) {
      append(1);
      fixture.drain(shard);
    }
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
}
