package dev.sluice.allocation;

import static dev.sluice.allocation.SessionBuilder.NOON;
import static dev.sluice.allocation.SessionBuilder.aSession;
import static dev.sluice.allocation.SessionBuilder.uuid;

import dev.sluice.allocation.snapshot.Reservation;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Rung;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.request.Settlement;
import dev.sluice.contract.request.SystemRequests;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.StreamEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sessions and requests from a seed. Few seats, few customers and short holds, so that everything
 * meets everything: sold out and free again, at the limit, repeated, too late.
 */
final class RandomShard {

  static final UUID UNKNOWN = uuid("unknown");

  private final Random random;
  private final List<SessionBuilder> sessions = new ArrayList<>();
  private final List<Request> sent = new ArrayList<>();
  private final List<JournalElement.Decided> held = new ArrayList<>();
  private final List<JournalElement.Decided> paying = new ArrayList<>();
  private final List<Request> waiting = new ArrayList<>();
  private long entries;
  private long accepted;
  private Instant now = NOON;

  RandomShard(long seed) {
    random = new Random(seed);
    for (int i = 0; i < 2; i++) {
      sessions.add(session("session-" + i));
    }
  }

  List<SessionBuilder> sessions() {
    return sessions;
  }

  /** The time of the next slice: often that of the one before again. */
  SliceTime nextTime() {
    now = now.plusSeconds(random.nextInt(3) * (long) random.nextInt(60));
    return new SliceTime(now, random.nextInt(8) == 0);
  }

  /** The entries of the next slice. */
  List<Incoming> nextSlice() {
    var slice = new ArrayList<Incoming>();
    for (int i = random.nextInt(12); i >= 0; i--) {
      slice.add(nextEntry());
    }
    return slice;
  }

  /** Remembers what was granted, or waits, so that it can be given back, or left. */
  void note(Decision decision) {
    for (JournalElement element : decision.elements()) {
      if (element instanceof JournalElement.Decided decided
          && decided.outcome() instanceof Outcome.Waitlisted) {
        waiting.add(decided.request());
      }
      if (element instanceof JournalElement.Changed(Transition.WaiterServed served)) {
        held.add(asIfHeldAtOnce(served));
      }
      if (element instanceof JournalElement.Decided decided
          && decided.outcome() instanceof Outcome.Held) {
        held.add(decided);
      }
      if (element instanceof JournalElement.Decided decided
          && decided.outcome() instanceof Outcome.Paying) {
        paying.add(decided);
      }
    }
  }

  private JournalElement.Decided asIfHeldAtOnce(Transition.WaiterServed served) {
    Request request =
        waiting.stream()
            .filter(each -> each.id().equals(served.reservation()))
            .filter(each -> each.session().equals(served.session()))
            .findFirst()
            .orElseThrow();
    return new JournalElement.Decided(
        EntryId.ZERO,
        request,
        new Outcome.Held(
            served.reservation(),
            served.seats(),
            served.amount(),
            served.currency(),
            served.expiresAt()));
  }

  boolean nextBoolean() {
    return random.nextBoolean();
  }

  private SessionBuilder session(String name) {
    var rows = new ArrayList<String>();
    for (String section : List.of("A", "B", "c", "D").subList(0, 1 + random.nextInt(4))) {
      for (int row = random.nextInt(3); row >= 0; row--) {
        var seats = new StringBuilder(".");
        for (int seat = random.nextInt(11); seat > 0; seat--) {
          seats.append(random.nextInt(8) == 0 ? "|." : random.nextInt(15) == 0 ? "X" : ".");
        }
        rows.add(section + ":" + seats);
      }
    }
    SessionBuilder session =
        aSession(String.join(" ", rows))
            .id(name)
            .notAdmitted()
            .grade("B", "SILVER", 3_000)
            .grade("D", random.nextBoolean() ? "GOLD" : "SILVER", 3_000)
            .price("TIN", 0)
            .customerMax(2 + random.nextInt(9))
            .hold(Duration.ofSeconds(30 + random.nextInt(300)))
            .opensAt(NOON.plusSeconds(random.nextInt(60)))
            .closesAt(NOON.plusSeconds(1_800 + random.nextInt(3_600)))
            .ladder(ladder());
    if (random.nextInt(3) == 0) {
      session.grade("c", "TIN", 0);
    }
    boolean sold = session.reservations().stream().anyMatch(paid -> isIn("B", session, paid));
    return !sold && random.nextInt(4) == 0 ? session.notOnSale("B") : session;
  }

  private static boolean isIn(String section, SessionBuilder session, Reservation reservation) {
    return session.seats().get(reservation.seats()[0]).section().equals(section);
  }

  private Rung[] ladder() {
    List<Rung> rungs = Arrays.asList(Rung.values());
    if (random.nextInt(3) == 0) {
      Collections.shuffle(rungs, random);
    }
    int length = random.nextBoolean() ? rungs.size() : 1 + random.nextInt(rungs.size());
    return rungs.subList(0, length).toArray(Rung[]::new);
  }

  private Incoming nextEntry() {
    EntryId entry = nextId();
    if (random.nextInt(50) == 0) {
      return new Incoming.Unreadable(
          new StreamEntry(entry, Map.of("payload", new byte[] {1, 2})), "not JSON");
    }
    Request request = !sent.isEmpty() && random.nextInt(12) == 0 ? repeat(oneOf(sent)) : fresh();
    sent.add(request);
    return new Incoming.Readable(entry, queuedAgain(), request);
  }

  /** Before the slice is decided or, by a clock that is ahead, after it; often with others. */
  private EntryId nextId() {
    long earliest = now.minusSeconds(20).toEpochMilli();
    long more = random.nextInt(3) == 0 ? random.nextInt(40_000) : 0;
    accepted = Math.max(accepted, earliest) + more;
    return new EntryId(accepted, entries++);
  }

  /** Some were accepted before others that stand in front of them. */
  private @Nullable Instant queuedAgain() {
    return random.nextInt(15) == 0
        ? Instant.ofEpochMilli(accepted - random.nextInt(200_000))
        : null;
  }

  private Request repeat(Request first) {
    return switch (random.nextInt(4)) {
      case 0 -> Request.of(first.id(), first.session(), customer(), first.command());
      case 1 -> Request.of(first.id(), oneOf(sessions).id(), first.customer(), first.command());
      case 2 -> Request.of(first.id(), first.session(), first.customer(), command(oneOf(sessions)));
      default -> first;
    };
  }

  private Request fresh() {
    if (!waiting.isEmpty() && random.nextInt(10) == 0) {
      return aboutOneThatWaits();
    }
    if (!held.isEmpty() && random.nextInt(4) == 0) {
      return cancel();
    }
    if (!held.isEmpty() && random.nextInt(4) == 0) {
      return pay();
    }
    if (!paying.isEmpty() && random.nextInt(4) == 0) {
      return settle();
    }
    if (!sent.isEmpty() && random.nextInt(12) == 0) {
      return cancelAtOnce();
    }
    SessionBuilder session = oneOf(sessions);
    if (random.nextInt(15) == 0) {
      return SystemRequests.pulse(session.id());
    }
    UUID id = random.nextInt(60) == 0 ? UNKNOWN : session.id();
    return Request.of(uuid("request-" + sent.size()), id, customer(), command(session));
  }

  private Command command(SessionBuilder session) {
    return random.nextInt(3) == 0 ? named(session) : best();
  }

  private Command named(SessionBuilder session) {
    var labels = new ArrayList<String>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      labels.add(
          random.nextInt(40) == 0 ? "Z-" + random.nextInt(2) : oneOf(session.seats()).label());
    }
    return new Command.ReserveNamed(labels, null);
  }

  private Command best() {
    List<String> grades = new ArrayList<>(List.of("GOLD", "SILVER", "TIN"));
    if (random.nextInt(20) == 0) {
      grades.add("LEAD");
    }
    Collections.shuffle(grades, random);
    int quantity = 1 + random.nextInt(random.nextInt(4) == 0 ? 8 : 4);
    int minimum = random.nextBoolean() ? quantity : 1 + random.nextInt(quantity);
    boolean waits = random.nextBoolean();
    return new Command.ReserveBest(
        grades.subList(0, 1 + random.nextInt(grades.size())),
        quantity,
        minimum,
        random.nextInt(3) == 0,
        waits,
        waits && random.nextBoolean() ? now.plusSeconds(random.nextInt(400) - 10L) : null,
        null);
  }

  /** Mostly its owner leaves; some give back or pay what has no seats yet. */
  private Request aboutOneThatWaits() {
    Request target = oneOf(waiting.subList(Math.max(0, waiting.size() - 12), waiting.size()));
    Command command =
        switch (random.nextInt(6)) {
          case 0 -> new Command.Cancel(target.id(), List.of());
          case 1 -> new Command.Pay(target.id(), 1, "key");
          default -> new Command.LeaveWaitlist(target.id());
        };
    return Request.of(
        uuid("request-" + sent.size()),
        target.session(),
        random.nextInt(12) == 0 ? customer() : target.customer(),
        command);
  }

  /** Often in the same slice as the request itself, granted or not. */
  private Request cancelAtOnce() {
    Request target = sent.getLast();
    return Request.of(
        uuid("request-" + sent.size()),
        target.session(),
        target.customer(),
        new Command.Cancel(target.id(), List.of()));
  }

  /** Mostly by the owner, of all seats or of one. */
  private Request cancel() {
    JournalElement.Decided target = oneOf(held.subList(Math.max(0, held.size() - 20), held.size()));
    var labels = new ArrayList<String>();
    if (random.nextBoolean() && target.outcome() instanceof Outcome.Held seats) {
      labels.add(oneOf(seats.seats()));
    }
    if (random.nextInt(20) == 0) {
      labels.add(oneOf(sessions.getFirst().seats()).label());
    }
    return Request.of(
        uuid("request-" + sent.size()),
        target.request().session(),
        random.nextInt(8) == 0 ? customer() : target.request().customer(),
        new Command.Cancel(random.nextInt(20) == 0 ? UNKNOWN : target.request().id(), labels));
  }

  /** Mostly by the owner and mostly what is due, often before it was tried with another. */
  private Request pay() {
    JournalElement.Decided target = oneOf(held.subList(Math.max(0, held.size() - 8), held.size()));
    long due = target.outcome() instanceof Outcome.Held hold ? hold.amount() : 0;
    return Request.of(
        uuid("request-" + sent.size()),
        target.request().session(),
        random.nextInt(12) == 0 ? customer() : target.request().customer(),
        new Command.Pay(
            random.nextInt(20) == 0 ? UNKNOWN : target.request().id(),
            random.nextInt(12) == 0 ? due + 1 : due,
            "key"));
  }

  /** Said once, twice, late, or first so and then otherwise. */
  private Request settle() {
    JournalElement.Decided payment =
        oneOf(paying.subList(Math.max(0, paying.size() - 6), paying.size()));
    UUID id = random.nextInt(20) == 0 ? UNKNOWN : payment.request().id();
    Settlement result = random.nextBoolean() ? Settlement.CAPTURED : Settlement.DECLINED;
    long due = ((Outcome.Paying) payment.outcome()).amount();
    long amount = random.nextInt(8) == 0 ? due + 1 : due;
    var settle =
        new Command.Settle(
            Objects.requireNonNull(payment.outcome().reservation()),
            id,
            result,
            result == Settlement.CAPTURED ? amount : 0);
    return random.nextInt(20) == 0
        ? Request.of(
            uuid("request-" + sent.size()), payment.request().session(), customer(), settle)
        : SystemRequests.settlement(payment.request().session(), settle);
  }

  private String customer() {
    return "customer-" + random.nextInt(4);
  }

  private <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
