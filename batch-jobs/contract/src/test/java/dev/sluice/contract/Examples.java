package dev.sluice.contract;

import dev.sluice.contract.journal.Compression;
import dev.sluice.contract.journal.FirstOfId;
import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.journal.JournalWriter;
import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.outcome.Rung;
import dev.sluice.contract.outcome.Terms;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Digest;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.request.Settlement;
import dev.sluice.contract.request.SystemRequests;
import dev.sluice.contract.stream.EntryId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One example of everything that crosses a boundary; the golden files hold the same. */
public final class Examples {

  public static final UUID SESSION = UUID.fromString("0199c1f0-0000-7000-8000-000000000001");
  static final UUID HALL = UUID.fromString("0199c1f0-0000-7000-8000-00000000000a");
  static final Instant EXPIRY = Instant.parse("2026-11-21T10:15:00.250Z");

  /** Everything that JSON escapes or that takes more than a byte, but U+0000. */
  public static final String UNICODE =
      "\"quoted\" \\back\\slash/ \ttab\nline\r\b\f\u0001\u001f\u007f\u0085 é € 漢 😀 \u2028\uffff";

  private Examples() {}

  public static UUID id(int n) {
    return new UUID(0x0199c1f00000_7000L, 0x8000_0000_0000_0100L + n);
  }

  public static EntryId entry(int n) {
    return new EntryId(1_760_000_000_000L + n / 3, n % 3);
  }

  public static Request aRequest(int n, Command command) {
    return Request.of(id(n), SESSION, "alice", command);
  }

  static Request pulse() {
    return system(10, new Command.Expire());
  }

  private static Request system(int n, Command command) {
    var id = new UUID(0x0199c1f00000_8000L, 0x8000_0000_0000_0100L + n);
    return Request.of(id, SESSION, SystemRequests.CUSTOMER, command);
  }

  public static Command.ReserveNamed named(String... seats) {
    return new Command.ReserveNamed(List.of(seats), null);
  }

  public static Command.ReserveBest best(int quantity, String... grades) {
    return new Command.ReserveBest(List.of(grades), quantity, quantity, false, null);
  }

  /** By the name of the golden file: each shape that a command can have. */
  public static Map<String, Request> requests() {
    var requests = new LinkedHashMap<String, Request>();
    requests.put("reserve-named", aRequest(1, named("A-12-7", "A-12-8")));
    requests.put(
        "reserve-named-with-reference",
        aRequest(2, new Command.ReserveNamed(List.of("A-12-7"), UNICODE)));
    requests.put("reserve-best", aRequest(3, best(2, "GOLD")));
    requests.put(
        "reserve-best-with-everything",
        aRequest(
            4, new Command.ReserveBest(List.of("GOLD", "SILVER_2"), 8, 3, true, "order 4711")));
    requests.put(
        "reserve-best-or-wait",
        aRequest(13, new Command.ReserveBest(List.of("GOLD"), 2, 2, false, true, null, null)));
    requests.put(
        "reserve-best-or-wait-until",
        aRequest(
            14,
            new Command.ReserveBest(
                List.of("GOLD", "SILVER"), 4, 2, true, true, EXPIRY, "order 4712")));
    requests.put("leave-waitlist", aRequest(15, new Command.LeaveWaitlist(id(13))));
    requests.put("cancel", aRequest(5, new Command.Cancel(id(1), List.of())));
    requests.put("cancel-seats", aRequest(6, new Command.Cancel(id(1), List.of("A-12-8"))));
    requests.put("pay", aRequest(7, new Command.Pay(id(1), 24_000, "tgen_2026-AbC.1=")));
    requests.put(
        "pay-with-note",
        aRequest(14, new Command.Pay(id(1), 24_000, "tgen_2026-AbC.1=", "order 4711")));
    requests.put("pay-nothing", aRequest(8, new Command.Pay(id(1), 0, null)));
    requests.put(
        "settle", system(11, new Command.Settle(id(1), id(7), Settlement.CAPTURED, 24_000)));
    requests.put(
        "settle-declined", system(12, new Command.Settle(id(1), id(7), Settlement.DECLINED, 0)));
    requests.put("expire", pulse());
    return requests;
  }

  public static Terms terms() {
    return new Terms(
        HALL,
        Instant.parse("2026-11-20T09:00:00Z"),
        Instant.parse("2026-12-24T18:30:00.001Z"),
        "EUR",
        Duration.ofMinutes(10),
        8,
        List.of(Rung.values()),
        3,
        List.of(new Terms.Price("GOLD", 12_000), new Terms.Price("SILVER", 0)),
        List.of(new Terms.SectionGrade("A", "GOLD"), new Terms.SectionGrade("B", "SILVER")));
  }

  /** Each kind of element, with every field that can be left out once there and once not. */
  public static List<JournalElement> elements() {
    return List.of(
        new JournalElement.Changed(new Transition.SessionAdmitted(SESSION, terms())),
        decided(
            1,
            named("A-12-7", "A-12-8"),
            new Outcome.Held(id(1), List.of("A-12-7", "A-12-8"), 24_000, "EUR", EXPIRY)),
        decided(
            2,
            new Command.ReserveBest(List.of("GOLD", "SILVER"), 4, 2, true, UNICODE),
            new Outcome.Rejected(Reason.FEWER_LEFT, List.of(), 1)),
        decided(
            3,
            named("A-12-7", "A-1-1"),
            new Outcome.Rejected(Reason.SEAT_TAKEN, List.of("A-12-7"), 0)),
        decided(4, best(2, "GOLD"), Outcome.Rejected.because(Reason.SOLD_OUT)),
        decided(
            5,
            new Command.Cancel(id(1), List.of("A-12-8")),
            new Outcome.Cancelled(id(1), List.of("A-12-8"), 12_000, "EUR")),
        decided(
            6,
            new Command.Cancel(id(1), List.of()),
            new Outcome.Cancelled(id(1), List.of("A-12-7"), 0, "EUR")),
        decided(1, named("A-12-7", "A-12-8"), new Outcome.Duplicate(9_007_199_254_740_993L)),
        decided(7, named("A-1-1"), new Outcome.DeadLettered("IllegalStateException: " + UNICODE)),
        new JournalElement.Unread(
            entry(8),
            id(8),
            SESSION,
            "bob",
            Digest.NONE,
            "{\"seats\":".getBytes(StandardCharsets.UTF_8),
            new Outcome.DeadLettered("Unexpected end-of-input")),
        new JournalElement.Unread(
            entry(9),
            null,
            null,
            null,
            Digest.NONE,
            new byte[] {0, (byte) 0xff, (byte) 0xed, (byte) 0xa0, (byte) 0x80},
            new Outcome.DeadLettered("field v is missing")),
        new JournalElement.Changed(
            new Transition.HoldExpired(SESSION, id(1), List.of("A-12-7", "A-12-8"))));
  }

  /** What format 2 of the journal added. */
  public static List<JournalElement> elementsOfFormatTwo() {
    return List.of(
        new JournalElement.Decided(
            entry(4),
            Instant.parse("2025-10-09T08:53:19.999Z"),
            aRequest(1, named("A-12-7")),
            new Outcome.Held(id(1), List.of("A-12-7"), 12_000, "EUR", EXPIRY),
            null),
        new JournalElement.Decided(
            entry(5),
            Instant.parse("2025-10-09T08:53:19.998Z"),
            aRequest(2, named("A-12-7")),
            new Outcome.Duplicate(7),
            new FirstOfId(7, Digest.parse("00112233445566778899aabbccddeeff"))),
        new JournalElement.Decided(entry(6), pulse(), new Outcome.Pulsed()),
        new JournalElement.Unread(
            entry(7),
            id(8),
            SESSION,
            "bob",
            Digest.parse("00112233445566778899aabbccddeeff"),
            "{\"seats\":".getBytes(StandardCharsets.UTF_8),
            new Outcome.DeadLettered("Unexpected end-of-input")));
  }

  /** What payments added. */
  public static List<JournalElement> elementsOfPayments() {
    Command captured = new Command.Settle(id(1), id(7), Settlement.CAPTURED, 24_000);
    Command declined = new Command.Settle(id(1), id(7), Settlement.DECLINED, 0);
    return List.of(
        decided(
            7,
            new Command.Pay(id(1), 24_000, "tgen_2026-AbC.1="),
            new Outcome.Paying(id(1), 24_000, "EUR")),
        decided(
            8,
            new Command.Pay(id(1), 0, null),
            new Outcome.Confirmed(id(1), List.of("A-12-7"), 0, "EUR")),
        new JournalElement.Decided(
            entry(9),
            system(9, captured),
            new Outcome.Captured(id(1), id(7), List.of("A-12-7", "A-12-8"), 24_000, "EUR")),
        new JournalElement.Decided(
            entry(10), system(10, declined), new Outcome.Declined(id(1), id(7))),
        new JournalElement.Decided(
            entry(11), system(11, captured), new Outcome.RefundOwed(id(1), id(7), 24_000, "EUR")),
        new JournalElement.Decided(
            entry(12), system(12, captured), new Outcome.SettledBefore(id(1), id(7))),
        decided(
            13,
            new Command.Cancel(id(1), List.of()),
            Outcome.Rejected.because(Reason.PAYMENT_PENDING)));
  }

  /** What the waitlist added. */
  public static List<JournalElement> elementsOfWaitlist() {
    return List.of(
        decided(
            7,
            new Command.ReserveBest(List.of("GOLD"), 4, 2, true, true, EXPIRY, null),
            new Outcome.Waitlisted(id(7), 3, EXPIRY)),
        decided(
            8,
            new Command.ReserveBest(List.of("GOLD"), 1, 1, false, true, null, null),
            Outcome.Rejected.because(Reason.WAITLIST_FULL)),
        new JournalElement.Changed(
            new Transition.WaiterServed(
                SESSION, id(7), List.of("A-12-7", "A-12-8"), 24_000, "EUR", EXPIRY)),
        new JournalElement.Changed(new Transition.WaitEnded(SESSION, id(9))),
        new JournalElement.Changed(
            new Transition.PutAside(SESSION, id(10), "IllegalStateException: " + UNICODE)),
        decided(11, new Command.LeaveWaitlist(id(12)), new Outcome.Left(id(12))),
        decided(
            13, new Command.LeaveWaitlist(id(7)), Outcome.Rejected.because(Reason.ALREADY_SERVED)));
  }

  public static SliceMessage message() {
    return new SliceMessage(
        3,
        41,
        elements().size(),
        10,
        entry(9),
        Instant.parse("2026-11-21T10:05:00.250Z"),
        Compression.compress(JournalWriter.write(elements())));
  }

  private static JournalElement decided(int n, Command command, Outcome outcome) {
    return new JournalElement.Decided(entry(n), aRequest(n, command), outcome);
  }
}
