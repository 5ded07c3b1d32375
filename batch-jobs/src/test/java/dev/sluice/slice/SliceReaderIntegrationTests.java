package dev.sluice.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.allocation.Incoming;
import dev.sluice.contract.Limits;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.contract.stream.StreamEntry;
import dev.sluice.drain.DrainFixture;
import dev.sluice.drain.Requests;
import dev.sluice.journal.RequestIndex;
import dev.sluice.stream.ShardRedis;
import dev.sluice.stream.UnverifiedRedisException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How entries become slices: bounds, pace, order, and what the reader notices about Redis. */
class SliceReaderIntegrationTests {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration INTERVAL = Duration.ofMillis(5);

  @RegisterExtension static final DrainFixture fixture = new DrainFixture();

  private final UUID session = UUID.randomUUID();
  private final AtomicReference<EntryId> trimmed = new AtomicReference<>(EntryId.ZERO);
  private int shard;
  private Requests requests;
  private ShardRedis redis;

  @BeforeEach
  void newShard() {
    shard = fixture.newShard();
    requests = fixture.requests(shard);
    redis = ShardRedis.connect(fixture.drainRedis(), shard);
  }

  @AfterEach
  void close() {
    redis.close();
  }

  /** More entries than a read brings, in slices that are full but for the last; none is missing. */
  @Test
  void slicesAreFullAndInTheOrderOfTheStream() throws InterruptedException {
    List<EntryId> entries = append(1_300);
    var slices = new ArrayList<List<Incoming>>();
    try (var reader = reader(500, INTERVAL)) {
      for (int read = 0; read < 1_300; read += slices.getLast().size()) {
        slices.add(next(reader));
      }
    }
    assertThat(slices).extracting(List::size).containsExactly(500, 500, 300);
    assertThat(slices.stream().flatMap(List::stream).map(Incoming::entry)).isEqualTo(entries);
  }

  /** Seen to fail without the bound: one slice of five megabytes. */
  @Test
  void aSliceEndsBeforeTheEntryThatWouldExceedItsBytes() throws InterruptedException {
    var payload = new byte[Limits.PAYLOAD_BYTES_MAX];
    for (int i = 0; i < 300; i++) {
      requests.add(Map.of("v", Requests.utf8("9"), "payload", payload));
    }
    try (var reader = reader(4_096, INTERVAL)) {
      assertThat(next(reader)).hasSize(Limits.SLICE_BYTES_MAX / Limits.PAYLOAD_BYTES_MAX);
      assertThat(next(reader)).hasSize(300 - Limits.SLICE_BYTES_MAX / Limits.PAYLOAD_BYTES_MAX);
    }
  }

  @Test
  void anEntryLongerThanASliceIsASliceOfItsOwn() throws InterruptedException {
    append(1);
    requests.add(Map.of("v", Requests.utf8("9"), "payload", new byte[Limits.SLICE_BYTES_MAX + 1]));
    append(1);
    try (var reader = reader(4_096, INTERVAL)) {
      assertThat(next(reader)).hasSize(1);
      assertThat(next(reader)).hasSize(1);
      assertThat(next(reader)).hasSize(1);
    }
  }

  /** A trickle becomes one slice an interval, the first one at once. */
  @Test
  void theIntervalPacesSlicesThatAreNotFull() throws InterruptedException {
    Duration interval = Duration.ofMillis(700);
    try (var reader = reader(4_096, interval)) {
      long start = System.nanoTime();
      append(1);
      assertThat(next(reader)).hasSize(1);
      long first = System.nanoTime();
      append(2);
      assertThat(reader.poll(Duration.ofMillis(100))).isEmpty();
      append(3);
      assertThat(next(reader)).hasSize(5);
      assertThat(since(start)).isGreaterThanOrEqualTo(interval);
      assertThat(since(first)).isGreaterThan(interval.dividedBy(2));
    }
  }

  @Test
  void fullSlicesDoNotWaitForTheInterval() throws InterruptedException {
    append(30);
    try (var reader = reader(10, Duration.ofMinutes(5))) {
      for (int i = 0; i < 3; i++) {
        assertThat(next(reader)).hasSize(10);
      }
    }
  }

  /** Seen to fail without the look: the entry would wait for ever. */
  @Test
  void entriesBelowWhatWasReadAreNoticed() throws InterruptedException {
    EntryId read = append(1).getFirst();
    try (var reader = reader(4_096, INTERVAL)) {
      assertThat(next(reader)).hasSize(1);
      redis.trimThrough(read);
      trimmed.set(read);
      fixture.redis().del(new ShardKeys(shard).requests());
      requests.addAt(
          new EntryId(read.milliseconds() - 1, 0), StreamEntry.of(EntryId.ZERO, any()).fields());
      assertThatThrownBy(() -> next(reader))
          .isInstanceOf(UnverifiedRedisException.class)
          .hasMessageContaining("entries at or below");
    }
  }

  /** What was read and is not decided yet stands there too, and is no reason for alarm. */
  @Test
  void entriesThatAreNotTrimmedYetAreNoAlarm() throws InterruptedException {
    append(1);
    try (var reader = reader(4_096, INTERVAL)) {
      assertThat(next(reader)).hasSize(1);
      assertThat(reader.poll(Duration.ofMillis(2_500))).isEmpty();
    }
  }

  @Test
  void aMissingMarkerIsNoticed() {
    try (var reader = reader(4_096, INTERVAL)) {
      fixture.redis().del(new ShardKeys(shard).verified());
      assertThatThrownBy(() -> next(reader)).isInstanceOf(UnverifiedRedisException.class);
    }
  }

  @Test
  void aMissingAppendScriptIsNoticed() {
    try (var reader = reader(4_096, INTERVAL)) {
      fixture.redis().scriptFlush();
      assertThatThrownBy(() -> next(reader)).isInstanceOf(UnverifiedRedisException.class);
    }
  }

  private SliceReader reader(int entriesMax, Duration interval) {
    return new SliceReader(
            redis,
            EntryId.ZERO,
            entriesMax,
            interval,
            new RequestIndex(fixture.jdbc()),
            trimmed::get)
        .start();
  }

  private static List<Incoming> next(SliceReader reader) throws InterruptedException {
    return reader.poll(PATIENCE);
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
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
