package dev.sluice.sql;

import dev.sluice.contract.journal.Compression;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.journal.JournalElement.Changed;
import dev.sluice.contract.journal.JournalElement.Decided;
import dev.sluice.contract.journal.JournalElement.Unread;
import dev.sluice.contract.journal.JournalWriter;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.outcome.Rung;
import dev.sluice.contract.outcome.Terms;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Digest;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A journal of shard 0 with two slices that hold every kind of element, and what follows from it.
 */
final class JournalFixture {

  static final UUID SESSION = UUID.fromString("d0000000-0000-4000-8000-000000000301");
  static final String ERROR = "it's a \"test\" \\ of 😀\nand more";

  private static final Instant EXPIRY = Instant.parse("2026-11-21T10:00:00.000Z");

  private JournalFixture() {}

  /** Writes it, as of now. */
  static void write() {
    writeSlice(
        1,
        List.of(
            new Changed(
                new Transition.SessionAdmitted(
                    SESSION,
                    new Terms(
                        SESSION,
                        EXPIRY,
                        EXPIRY.plusSeconds(1),
                        "EUR",
                        Duration.ofMinutes(10),
                        8,
                        List.of(Rung.ADJACENT),
                        1,
                        List.of(new Terms.Price("GOLD", 7200)),
                        List.of(new Terms.SectionGrade("STALLS", "GOLD"))))),
            decided(0, 1, "alice", named("STALLS-A-1", "STALLS-A-2"), held(1, 14400)),
            decided(1, 2, "bob", best(), rejected(Reason.FEWER_LEFT, List.of(), 1)),
            decided(
                2,
                3,
                "bob",
                named("STALLS-A-1"),
                rejected(Reason.SEAT_TAKEN, List.of("STALLS-A-1"), 0)),
            decided(
                3,
                1,
                "alice",
                named("STALLS-A-1", "STALLS-A-2"),
                new Outcome.Duplicate(9_007_199_254_740_993L))));
    writeSlice(
        6,
        List.of(
            decided(
                10,
                4,
                "alice",
                new Command.Cancel(id(1), List.of("STALLS-A-2")),
                new Outcome.Cancelled(id(1), List.of("STALLS-A-2"), 7200, "EUR")),
            new Unread(
                new EntryId(1_760_000_000_000L, 11),
                id(5),
                SESSION,
                "carol",
                Digest.NONE,
                new byte[] {123, -1},
                new Outcome.DeadLettered(ERROR)),
            new Unread(
                new EntryId(1_760_000_000_000L, 12),
                null,
                null,
                null,
                Digest.NONE,
                new byte[0],
                new Outcome.DeadLettered("empty")),
            decided(13, 6, "dave", best(), new Outcome.DeadLettered("a rule threw")),
            decided(14, 7, "erin", named("BALCONY-J-26"), held(7, 2400)),
            new Changed(new Transition.HoldExpired(SESSION, id(1), List.of("STALLS-A-1")))));
    Schema.update(
        "INSERT INTO dead_letter SELECT shard, number, UNHEX(REPEAT('00', 16)), decided_at, error"
            + " FROM outcome WHERE kind = 'DEAD_LETTERED'");
    writeReservation(1, "alice", ReservationStatus.EXPIRED, 7200, 0);
    writeReservation(7, "erin", ReservationStatus.HELD, 2400, 1199);
    Schema.update(
        "INSERT INTO reservation_seat (session_id, seat, reservation_id) VALUES (?, 1199, ?)",
        bytes(SESSION),
        bytes(id(7)));
  }

  /** Takes it away again, and all that was changed in it. */
  static void remove() {
    for (String table :
        List.of(
            "slice", "reservation", "reservation_seat", "waiter", "dead_letter", "publication")) {
      Schema.update("DELETE FROM " + table);
    }
    Schema.update("DELETE FROM shard WHERE id > 3");
    Schema.update(
        "UPDATE shard SET fence = 0, watermark = UNHEX(REPEAT('00', 16)), last_number = 0,"
            + " last_decided_at = '1970-01-01', last_hash = UNHEX(REPEAT('00', 32)),"
            + " paused_because = NULL");
    Schema.update("INSERT INTO publication SELECT id, 0, 0 FROM shard");
  }

  private static void writeSlice(long firstNumber, List<JournalElement> elements) {
    var counts = new Counts();
    elements.forEach(counts::add);
    EntryId first = counts.entries.getFirst();
    EntryId last = counts.entries.getLast();
    Schema.update(
        """
        INSERT INTO slice (
          shard, first_number, last_number, first_entry, last_entry, decided_at, fence, policy_version,
          drained, granted, waitlisted, rejected, duplicates, dead_lettered, transitions,
          load_micros, decide_micros, apply_micros, hash, entries)
        VALUES (0, ?, ?, ?, ?, UTC_TIMESTAMP(3), 1, 1, ?, ?, 0, ?, ?, ?, ?, 900, 120, 1800, ?, ?)
        """,
        firstNumber,
        firstNumber + elements.size() - 1,
        first.toBytes(),
        last.toBytes(),
        counts.entries.size(),
        counts.of(Outcome.Kind.GRANTED),
        counts.of(Outcome.Kind.REJECTED),
        counts.of(Outcome.Kind.DUPLICATE),
        counts.of(Outcome.Kind.DEAD_LETTERED),
        counts.transitions,
        new byte[32],
        Compression.compress(JournalWriter.write(elements)));
    Schema.update(
        """
        UPDATE shard JOIN slice ON slice.shard = shard.id AND slice.first_number = ?
        SET shard.last_number = slice.last_number, shard.watermark = slice.last_entry,
          shard.last_decided_at = slice.decided_at, shard.last_hash = slice.hash
        """,
        firstNumber);
  }

  private static void writeReservation(
      int request, String customer, ReservationStatus status, long amount, int seat) {
    Schema.update(
        """
        INSERT INTO reservation (
          session_id, id, customer, status, digest, shard, number, amount, currency, seats,
          hold_expires_at, decided_at, changed_at)
        VALUES (?, ?, ?, ?, ?, 0, 2, ?, 'EUR', ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))
        """,
        bytes(SESSION),
        bytes(id(request)),
        customer,
        status.code(),
        new byte[16],
        amount,
        ByteBuffer.allocate(4).putInt(seat).array());
  }

  static UUID id(int request) {
    return new UUID(0x10000000_0000_4000L, 0x8000_000000000000L + request);
  }

  private static Decided decided(
      long sequence, int request, String customer, Command command, Outcome outcome) {
    return new Decided(
        new EntryId(1_760_000_000_000L, sequence),
        Request.of(id(request), SESSION, customer, command),
        outcome);
  }

  private static Command named(String... seats) {
    return new Command.ReserveNamed(List.of(seats), "note with \"quotes\" and 😀");
  }

  private static Command best() {
    return new Command.ReserveBest(List.of("GOLD"), 2, 2, true, null);
  }

  private static Outcome held(int request, long amount) {
    List<String> seats =
        request == 1 ? List.of("STALLS-A-1", "STALLS-A-2") : List.of("BALCONY-J-26");
    return new Outcome.Held(id(request), seats, amount, "EUR", EXPIRY);
  }

  private static Outcome rejected(Reason reason, List<String> seats, int left) {
    return new Outcome.Rejected(reason, seats, left);
  }

  private static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  /** What a slice's row says of its elements. */
  private static final class Counts {
    private final List<EntryId> entries = new ArrayList<>();
    private final Map<Outcome.Kind, Integer> kinds = new EnumMap<>(Outcome.Kind.class);
    private int transitions;

    void add(JournalElement element) {
      switch (element) {
        case Decided decided -> add(decided.entry(), decided.outcome());
        case Unread unread -> add(unread.entry(), unread.outcome());
        case Changed _ -> transitions++;
      }
    }

    private void add(EntryId entry, Outcome outcome) {
      entries.add(entry);
      kinds.merge(outcome.kind(), 1, Integer::sum);
    }

    private int of(Outcome.Kind kind) {
      return kinds.getOrDefault(kind, 0);
    }
  }
}
