package dev.sluice.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Uuids;
import dev.sluice.contract.journal.Compression;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.journal.JournalWriter;
import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.outcome.Terms;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.request.SystemRequests;
import dev.sluice.contract.stream.AppendScript;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.IdMemory;
import dev.sluice.contract.stream.RememberedRequest;
import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.contract.stream.StreamEntry;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XTrimArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Stands in for the other process in these tests: verifies Redis, reads a shard's stream and
 * decides by the simplest rules, with the contract's codecs and the real tables. It has none of the
 * real drain's care.
 */
final class FakeDrain implements AutoCloseable {

  private final int shard;
  private final ShardKeys keys;
  private final RedisClient client;
  private final StatefulRedisConnection<String, byte[]> connection;
  private final JdbcClient jdbc = TestSessions.jdbc();
  private final Map<String, Integer> ordinals = TestSessions.ordinals();
  private final Map<String, UUID> taken = new HashMap<>();
  private final Map<UUID, Outcome.Held> held = new HashMap<>();
  private final Map<UUID, Long> decided = new HashMap<>();
  private final FakePayments payments = new FakePayments(jdbc);

  private FakeDrain(int shard, String uri) {
    this.shard = shard;
    this.keys = new ShardKeys(shard);
    this.client = RedisClient.create(uri);
    this.connection =
        client.connect(RedisCodec.of(new StringCodec(ISO_8859_1), ByteArrayCodec.INSTANCE));
  }

  /** A drain of a shard whose Redis it has verified. */
  static FakeDrain of(int shard) {
    return of(shard, Intake.redis().uri());
  }

  /** A drain of a shard on a Redis of its own, which it has verified. */
  static FakeDrain of(int shard, String uri) {
    var drain = new FakeDrain(shard, uri);
    drain.verify();
    return drain;
  }

  RedisCommands<String, byte[]> redis() {
    return connection.sync();
  }

  /** Waits for its own connection after Redis was away; a container's port resets it at first. */
  void awaitRedis() throws InterruptedException {
    Eventually.holds(
        () -> {
          try {
            redis().ping();
          } catch (RedisException e) {
            throw new AssertionError("Redis does not answer yet", e);
          }
        });
  }

  void verify() {
    var bounds = new IdMemory.Bounds(1_000_000, 64, 1, 100_000, Duration.ofHours(24).toMillis());
    redis().setnx(keys.ids(), IdMemory.empty(bounds, 1).toString().getBytes(US_ASCII));
    redis().set(keys.verified(), "1".getBytes(US_ASCII));
    redis().scriptLoad(AppendScript.newest().forShard(shard).getBytes(US_ASCII));
  }

  /** The state of the ids that Redis remembers. */
  IdMemory ids() {
    return IdMemory.parse(new String(redis().get(keys.ids()), US_ASCII));
  }

  /** Sets bounds of the ids that Redis remembers. */
  void bound(IdMemory.Bounds bounds) {
    redis().set(keys.ids(), ids().withBounds(bounds).toString().getBytes(US_ASCII));
  }

  /** What Redis remembers of an id that was appended lately. */
  RememberedRequest remembered(UUID session, UUID id) {
    byte[] key = RememberedRequest.keyOf(session, id);
    return RememberedRequest.parse(connection.sync().hget(bucketOf(key), latin(key)));
  }

  /** Has Redis remember that an id stands elsewhere. */
  void remember(UUID session, UUID id, RememberedRequest remembered) {
    byte[] key = RememberedRequest.keyOf(session, id);
    redis().hset(bucketOf(key), latin(key), remembered.toBytes());
  }

  /** Has Redis forget an id that was appended lately. */
  void forget(UUID session, UUID id) {
    byte[] key = RememberedRequest.keyOf(session, id);
    assertThat(redis().hdel(bucketOf(key), latin(key))).isEqualTo(1);
  }

  /** Has Redis forget an id as it does when ids come fast: it is in the index then. */
  void forgetIndexed(UUID session, UUID id) {
    RememberedRequest remembered = remembered(session, id);
    jdbc.sql(
            "INSERT INTO request_index (session_id, id, shard, number, digest) VALUES (?, ?, ?, ?,"
                + " ?)")
        .params(
            Uuids.toBytes(session),
            Uuids.toBytes(id),
            shard,
            Objects.requireNonNull(decided.get(id)),
            remembered.digest().toBytes())
        .update();
    forget(session, id);
    forgotten(Math.max(ids().forgotten(), remembered.entry().milliseconds() + 1));
  }

  /** Has Redis say up to when ids may have been forgotten early; 0: none were. */
  void forgotten(long milliseconds) {
    IdMemory before = ids();
    var after =
        new IdMemory(
            before.young(),
            before.old(),
            before.remembered(),
            before.indexed(),
            milliseconds,
            before.dropped(),
            before.bounds(),
            before.olderRead(),
            before.olderWritten());
    redis().set(keys.ids(), after.toString().getBytes(US_ASCII));
  }

  private String bucketOf(byte[] key) {
    IdMemory.Half young = ids().young();
    return keys.ids(young.number(), young.bucketOf(key));
  }

  /** The names of a hash are bytes, which this connection takes for text. */
  private static String latin(byte[] key) {
    return new String(key, ISO_8859_1);
  }

  /** Entries that wait, in order. */
  List<StreamEntry> waiting() {
    return redis().xrange(keys.requests(), Range.unbounded()).stream()
        .map(FakeDrain::entry)
        .toList();
  }

  /** Decides all that waits as one slice, stores and announces it. */
  SliceMessage drain() {
    SliceMessage slice = commit();
    announce(slice);
    return slice;
  }

  /** Decides all that waits as one slice and stores it, as if the drain died right after. */
  SliceMessage commit() {
    return commit(waiting());
  }

  /** Decides entries that were read before, also while Redis is away. */
  SliceMessage commit(List<StreamEntry> entries) {
    if (entries.isEmpty()) {
      throw new IllegalStateException("Nothing waits in shard " + shard);
    }
    var elements = new ArrayList<JournalElement>();
    long first = lastNumber() + 1;
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    for (StreamEntry entry : entries) {
      Request request = entry.decode();
      Outcome outcome = decide(request, now);
      decided.putIfAbsent(request.id(), first + elements.size());
      elements.add(new JournalElement.Decided(entry.id(), request, outcome));
      apply(request, outcome, first + elements.size() - 1);
    }
    return store(first, entries.size(), entries.getLast().id(), now, elements);
  }

  /** Appends what a provider said of a payment, as the job that asks providers does. */
  void say(UUID session, Command.Settle settle) {
    Request request = SystemRequests.settlement(session, settle);
    redis().xadd(keys.requests(), StreamEntry.of(EntryId.ZERO, request).fields());
  }

  /** Stores a slice of one entry, of whatever type, and the end of a hold. */
  SliceMessage expire(UUID session, UUID reservation) {
    StreamEntry entry = waiting().getLast();
    long first = lastNumber() + 1;
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Outcome.Held hold = Objects.requireNonNull(held.get(reservation));
    Request request = entry.decode();
    var elements =
        List.<JournalElement>of(
            new JournalElement.Changed(
                new Transition.HoldExpired(session, reservation, hold.seats())),
            new JournalElement.Decided(
                entry.id(), request, Outcome.Rejected.because(Reason.SOLD_OUT)));
    free(session, hold.seats(), reservation, ReservationStatus.EXPIRED);
    SliceMessage slice = store(first, 1, entry.id(), now, elements);
    announce(slice);
    return slice;
  }

  /** Stores a slice of one entry, of whatever type, before which the session is admitted. */
  SliceMessage admit(UUID session, Terms terms) {
    StreamEntry entry = waiting().getLast();
    long first = lastNumber() + 1;
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    var elements =
        List.<JournalElement>of(
            new JournalElement.Changed(new Transition.SessionAdmitted(session, terms)),
            new JournalElement.Decided(
                entry.id(), entry.decode(), Outcome.Rejected.because(Reason.SOLD_OUT)));
    SliceMessage slice = store(first, 1, entry.id(), now, elements);
    jdbc.sql("UPDATE session SET admitted_number = ? WHERE id = ?")
        .params(first, Uuids.toBytes(session))
        .update();
    announce(slice);
    return slice;
  }

  /** Tells the followers of a slice and removes its entries. */
  void announce(SliceMessage slice) {
    redis()
        .xadd(keys.outcomes(), new XAddArgs().id(slice.lastEntry().toString()), slice.toFields());
    trim(slice);
  }

  void trim(SliceMessage slice) {
    redis().xtrim(keys.requests(), XTrimArgs.Builder.minId(slice.lastEntry().next().toString()));
  }

  long lastNumber() {
    return jdbc.sql("SELECT last_number FROM shard WHERE id = ?")
        .param(shard)
        .query(Long.class)
        .single();
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown();
  }

  private Outcome decide(Request request, Instant now) {
    Long first = decided.get(request.id());
    if (first != null) {
      return new Outcome.Duplicate(first);
    }
    return switch (request.command()) {
      case Command.ReserveNamed named -> reserve(request, named.seats(), now);
      case Command.ReserveBest best -> Outcome.Rejected.because(Reason.SOLD_OUT);
      case Command.Cancel cancel -> cancel(cancel);
      case Command.Pay pay -> payments.pay(request.id(), pay, held.get(pay.reservation()));
      case Command.Settle settle -> payments.settle(settle, held.get(settle.reservation()));
      case Command.LeaveWaitlist _ -> Outcome.Rejected.because(Reason.RESERVATION_NOT_FOUND);
      case Command.Expire _ -> new Outcome.Pulsed();
    };
  }

  private Outcome reserve(Request request, List<String> seats, Instant now) {
    if (!ordinals.keySet().containsAll(seats)) {
      return Outcome.Rejected.because(Reason.UNKNOWN_SEAT);
    }
    List<String> others =
        seats.stream().filter(seat -> taken.containsKey(request.session() + seat)).toList();
    if (!others.isEmpty()) {
      return new Outcome.Rejected(Reason.SEAT_TAKEN, others, 0);
    }
    seats.forEach(seat -> taken.put(request.session() + seat, request.id()));
    var hold =
        new Outcome.Held(request.id(), seats, 12000L * seats.size(), "EUR", now.plusSeconds(600));
    held.put(request.id(), hold);
    return hold;
  }

  private Outcome cancel(Command.Cancel cancel) {
    Outcome.Held hold = held.get(cancel.reservation());
    if (hold == null) {
      return Outcome.Rejected.because(Reason.RESERVATION_NOT_FOUND);
    }
    List<String> seats = cancel.seats().isEmpty() ? hold.seats() : cancel.seats();
    return new Outcome.Cancelled(cancel.reservation(), seats, 0, "EUR");
  }

  private void apply(Request request, Outcome outcome, long number) {
    if (outcome instanceof Outcome.Held hold) {
      jdbc.sql(
              """
              INSERT INTO reservation (session_id, id, customer, status, digest, shard, number, amount, currency, seats,
                                       hold_expires_at, decided_at, changed_at)
              VALUES (?, ?, ?, 1, ?, ?, ?, ?, 'EUR', ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))
              """)
          .params(
              Uuids.toBytes(request.session()),
              Uuids.toBytes(hold.reservation()),
              request.customer(),
              request.digest().toBytes(),
              shard,
              number,
              hold.amount(),
              ordinals(hold.seats()))
          .update();
      for (String seat : hold.seats()) {
        jdbc.sql("INSERT INTO reservation_seat VALUES (?, ?, ?)")
            .params(
                Uuids.toBytes(request.session()), ordinal(seat), Uuids.toBytes(hold.reservation()))
            .update();
      }
    } else if (outcome instanceof Outcome.Cancelled cancelled) {
      free(
          request.session(),
          cancelled.seats(),
          cancelled.reservation(),
          ReservationStatus.CANCELLED);
    } else {
      payments.apply(shard, request, outcome, number);
    }
  }

  private void free(UUID session, List<String> seats, UUID reservation, ReservationStatus status) {
    for (String seat : seats) {
      taken.remove(session + seat);
      jdbc.sql("DELETE FROM reservation_seat WHERE session_id = ? AND seat = ?")
          .params(Uuids.toBytes(session), ordinal(seat))
          .update();
    }
    jdbc.sql("UPDATE reservation SET status = ? WHERE session_id = ? AND id = ?")
        .params(status.code(), Uuids.toBytes(session), Uuids.toBytes(reservation))
        .update();
  }

  private SliceMessage store(
      long first, int drained, EntryId last, Instant now, List<JournalElement> elements) {
    var slice =
        new SliceMessage(
            shard,
            first,
            elements.size(),
            drained,
            last,
            now,
            Compression.compress(JournalWriter.write(elements)));
    jdbc.sql(
            """
            INSERT INTO slice (shard, first_number, last_number, first_entry, last_entry, decided_at, fence, policy_version,
                               drained, granted, waitlisted, rejected, duplicates, dead_lettered, transitions,
                               load_micros, decide_micros, apply_micros, hash, entries)
            VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3), 1, 1, ?, ?, 0, 0, 0, 0, ?, 0, 0, 0, ?, ?)
            """)
        .params(
            shard,
            first,
            slice.lastNumber(),
            last.toBytes(),
            last.toBytes(),
            drained,
            drained,
            elements.size() - drained,
            new byte[32],
            slice.entries())
        .update();
    jdbc.sql("UPDATE shard SET watermark = ?, last_number = ? WHERE id = ?")
        .params(last.toBytes(), slice.lastNumber(), shard)
        .update();
    return slice;
  }

  private byte[] ordinals(List<String> seats) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * seats.size());
    seats.forEach(seat -> bytes.putInt(ordinal(seat)));
    return bytes.array();
  }

  private int ordinal(String seat) {
    return Objects.requireNonNull(ordinals.get(seat), seat);
  }

  private static StreamEntry entry(StreamMessage<String, byte[]> message) {
    return new StreamEntry(EntryId.parse(message.getId()), message.getBody());
  }
}
