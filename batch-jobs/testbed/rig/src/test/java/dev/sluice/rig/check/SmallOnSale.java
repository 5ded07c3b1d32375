package dev.sluice.rig.check;

import dev.sluice.contract.journal.Compression;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.journal.JournalWriter;
import dev.sluice.contract.journal.SliceHash;
import dev.sluice.contract.journal.SliceHead;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Digest;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.rig.evidence.Evidence;
import dev.sluice.rig.evidence.client.Acknowledgement;
import dev.sluice.rig.evidence.client.Answer;
import dev.sluice.rig.evidence.client.ClientLog;
import dev.sluice.rig.evidence.client.RequestKey;
import dev.sluice.rig.evidence.client.SeatMap;
import dev.sluice.rig.evidence.table.JournalLine;
import dev.sluice.rig.evidence.table.Money;
import dev.sluice.rig.evidence.table.PlayedSession;
import dev.sluice.rig.evidence.table.PlayedSlices;
import dev.sluice.rig.evidence.table.ReservationRow;
import dev.sluice.rig.evidence.table.SeatRow;
import dev.sluice.rig.evidence.table.ShardPosition;
import dev.sluice.rig.evidence.table.ShardRow;
import dev.sluice.rig.evidence.table.SliceRow;
import dev.sluice.rig.evidence.topic.Published;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The evidence of a small on-sale in which all went well, in parts that a test can spoil: ANN gets
 * two seats, BEN asks for one of them, CAT gets a third seat and gives it back, a hold of DAN runs
 * out.
 */
final class SmallOnSale {

  static final UUID SESSION = new UUID(0x5e55, 1);

  /** Of the first slice. */
  static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  /** Of the other ones, and the end of DAN's hold. */
  static final Instant LATER = NOON.plusSeconds(60);

  final Request ann = reserve(1, "ANN", "A-1-1", "A-1-2");
  final Request ben = reserve(2, "BEN", "A-1-2");
  final Request cat = reserve(3, "CAT", "A-1-3");
  final Request catCancels = request(4, "CAT", new Command.Cancel(cat.id(), List.of()));
  final Request dan = reserve(5, "DAN", "A-1-4");

  /** The elements of each slice of shard 0. */
  final List<List<JournalElement>> slices = new ArrayList<>();

  final List<SliceRow> rows = new ArrayList<>();
  final List<ShardRow> shards = new ArrayList<>();
  final List<ReservationRow> reservations = new ArrayList<>();
  final List<SeatRow> seats = new ArrayList<>();
  final List<SeatMap> seatMaps = new ArrayList<>();
  final List<Published> topic = new ArrayList<>();
  final Map<Integer, Long> backlog = new HashMap<>(Map.of(0, 0L));
  final List<Acknowledgement> acknowledgements = new ArrayList<>();
  final Set<RequestKey> unclear = new HashSet<>();
  final List<ClientLog.Reuse> reuses = new ArrayList<>();
  final List<Answer> answers = new ArrayList<>();

  Money money = new Money(List.of(), List.of(), Optional.of(Map.of()));

  private long entries;

  SmallOnSale() {
    slices.add(
        List.of(
            decided(ann, held(ann)), decided(ben, taken("A-1-2")), decided(dan, heldShortly(dan))));
    slices.add(
        List.of(
            new JournalElement.Changed(
                new Transition.HoldExpired(SESSION, dan.id(), List.of("A-1-4"))),
            decided(cat, held(cat)),
            decided(catCancels, new Outcome.Cancelled(cat.id(), List.of("A-1-3"), 0, "EUR"))));
    writeJournal();
    reservations.add(row(ann, ReservationStatus.HELD, 1, 200, NOON.plusSeconds(600), 0, 1));
    reservations.add(row(cat, ReservationStatus.CANCELLED, 5, 0, NOON.plusSeconds(600), 2));
    reservations.add(row(dan, ReservationStatus.EXPIRED, 3, 0, LATER, 3));
    seats.add(new SeatRow(SESSION, 0, ann.id()));
    seats.add(new SeatRow(SESSION, 1, ann.id()));
    seatMaps.add(
        new SeatMap(
            SESSION, Map.of("A-1-1", "HELD", "A-1-2", "HELD", "A-1-3", "FREE", "A-1-4", "FREE")));
    for (Request request : List.of(ann, ben, cat, catCancels, dan)) {
      acknowledgements.add(new Acknowledgement(key(request), request.digest(), false));
    }
    reuses.add(new ClientLog.Reuse(key(ann), 422));
  }

  /** Makes rows, the shard's row, the topic and the API's answers anew from {@link #slices}. */
  void writeJournal() {
    rows.clear();
    shards.clear();
    topic.clear();
    answers.clear();
    byte[] hash = SliceHash.none();
    long number = 0;
    EntryId last = EntryId.ZERO;
    for (List<JournalElement> elements : slices) {
      last = lastEntry(elements);
      byte[] json = JournalWriter.write(elements);
      Instant at = number == 0 ? NOON : LATER;
      var head = new SliceHead(SliceHead.FORMAT, 0, number + 1, last, at, 1, false);
      hash = SliceHash.of(hash, head, json);
      rows.add(row(head, hash, json, elements));
      number += elements.size();
    }
    shards.add(new ShardRow(0, number, last, hash, number));
    new PlayedSlices(rows).lines().forEach(this::tell);
  }

  Evidence evidence() {
    return new Evidence(
        Map.of(0, ShardPosition.NONE),
        shards,
        new PlayedSlices(rows),
        List.of(
            new PlayedSession(SESSION, 0, Map.of("A-1-1", 0, "A-1-2", 1, "A-1-3", 2, "A-1-4", 3))),
        reservations,
        seats,
        money,
        seatMaps,
        topic,
        backlog,
        new ClientLog(acknowledgements, unclear, reuses, answers));
  }

  JournalElement decided(Request request, Outcome outcome) {
    return new JournalElement.Decided(
        new EntryId((++entries < 4 ? NOON : LATER).toEpochMilli(), entries), request, outcome);
  }

  static Request reserve(long id, String customer, String... seats) {
    return request(id, customer, new Command.ReserveNamed(List.of(seats), null));
  }

  static Request request(long id, String customer, Command command) {
    return Request.of(new UUID(0x1d, id), SESSION, customer, command);
  }

  static RequestKey key(Request request) {
    return new RequestKey(request.session(), request.id());
  }

  static Outcome held(Request request) {
    return held(request, NOON.plusSeconds(600));
  }

  /** Until the second slice. */
  static Outcome heldShortly(Request request) {
    return held(request, LATER);
  }

  private static Outcome held(Request request, Instant end) {
    List<String> seats = ((Command.ReserveNamed) request.command()).seats();
    return new Outcome.Held(request.id(), seats, 100L * seats.size(), "EUR", end);
  }

  static Outcome taken(String seat) {
    return new Outcome.Rejected(Reason.SEAT_TAKEN, List.of(seat), 0);
  }

  static ReservationRow reservation(Request request, ReservationStatus status, Integer... seats) {
    return row(request, status, 99, 100L * seats.length, NOON.plusSeconds(600), seats);
  }

  private static ReservationRow row(
      Request request,
      ReservationStatus status,
      long number,
      long amount,
      Instant end,
      Integer... seats) {
    Instant decidedAt = number < 4 ? NOON : LATER;
    return new ReservationRow(
        SESSION,
        request.id(),
        request.customer(),
        status,
        request.digest(),
        number,
        amount,
        "EUR",
        List.of(seats),
        end,
        decidedAt,
        status == ReservationStatus.HELD ? decidedAt : LATER);
  }

  /** A digest that no request has. */
  static Digest otherDigest() {
    return Digest.of("NOBODY", new byte[0]);
  }

  private static EntryId lastEntry(List<JournalElement> elements) {
    return elements.stream()
        .filter(JournalElement.Decided.class::isInstance)
        .map(it -> ((JournalElement.Decided) it).entry())
        .reduce(EntryId.ZERO, (_, later) -> later);
  }

  private static SliceRow row(
      SliceHead head, byte[] hash, byte[] json, List<JournalElement> elements) {
    return new SliceRow(
        head,
        head.firstNumber() + elements.size() - 1,
        counts(elements),
        1_000,
        hash,
        Compression.compress(json));
  }

  private static SliceRow.Counts counts(List<JournalElement> elements) {
    int granted = 0;
    int rejected = 0;
    int duplicates = 0;
    int transitions = 0;
    for (JournalElement element : elements) {
      if (element instanceof JournalElement.Decided it) {
        granted += it.outcome() instanceof Outcome.Held ? 1 : 0;
        granted += it.outcome() instanceof Outcome.Cancelled ? 1 : 0;
        rejected += it.outcome() instanceof Outcome.Rejected ? 1 : 0;
        duplicates += it.outcome() instanceof Outcome.Duplicate ? 1 : 0;
      } else {
        transitions++;
      }
    }
    int drained = granted + rejected + duplicates;
    return new SliceRow.Counts(drained, granted, 0, rejected, duplicates, 0, 0, transitions);
  }

  private void tell(JournalLine line) {
    byte[] value = Wording.of(line.element()).toString().getBytes(StandardCharsets.UTF_8);
    RequestKey key = line.key();
    topic.add(
        new Published(
            0,
            topic.size(),
            key == null ? dan.id().toString() : key.id().toString(),
            line.decided().shard() + "-" + line.decided().number(),
            "dev.sluice.test.v1",
            value));
    if (key != null && Decisions.decides(line)) {
      answers.add(new Answer(key, "DECIDED", line.outcome(), line.decided()));
    }
  }
}
