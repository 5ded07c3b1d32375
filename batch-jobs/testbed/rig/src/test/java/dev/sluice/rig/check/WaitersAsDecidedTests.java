package dev.sluice.rig.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Rung;
import dev.sluice.contract.outcome.Terms;
import dev.sluice.contract.outcome.Transition;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.rig.replay.ReservationsByJournal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is wrong with those who wait in a journal is seen: each row is a journal that cannot be. All
 * begin with ANN, who has A-1-1 and A-1-2 since noon; what is told here is decided a minute later.
 */
class WaitersAsDecidedTests {

  private static final Instant CLOSES = SmallOnSale.NOON.plusSeconds(3_600);
  private static final Instant HELD_UNTIL = SmallOnSale.LATER.plusSeconds(600);
  private static final Request TWO = wish(21, "FAY", 2, null);
  private static final Request ONE = wish(22, "GUS", 1, null);
  private static final Request SHORT = wish(23, "HAL", 1, SmallOnSale.LATER.plusSeconds(1));

  private static Request wish(long id, String customer, int quantity, @Nullable Instant until) {
    return SmallOnSale.request(
        id,
        customer,
        new Command.ReserveBest(List.of("GOLD"), quantity, quantity, false, true, until, null));
  }

  private static Request leave(Request waits) {
    return SmallOnSale.request(30, waits.customer(), new Command.LeaveWaitlist(waits.id()));
  }

  private static Function<SmallOnSale, JournalElement> waits(Request request, int position) {
    return waits(request, position, CLOSES);
  }

  private static Function<SmallOnSale, JournalElement> waits(
      Request request, int position, Instant until) {
    return decided(request, new Outcome.Waitlisted(request.id(), position, until));
  }

  private static Function<SmallOnSale, JournalElement> decided(Request request, Outcome outcome) {
    return sale -> sale.decided(request, outcome);
  }

  private static Function<SmallOnSale, JournalElement> annGivesBack(String... seats) {
    return sale ->
        sale.decided(
            SmallOnSale.request(
                40 + seats.length, "ANN", new Command.Cancel(sale.ann.id(), List.of(seats))),
            new Outcome.Cancelled(
                sale.ann.id(), List.of(seats), seats.length == 2 ? 0 : 100, "EUR"));
  }

  private static Function<SmallOnSale, JournalElement> served(Request request, String... seats) {
    return served(request.id(), HELD_UNTIL, seats);
  }

  private static Function<SmallOnSale, JournalElement> served(
      UUID id, Instant until, String... seats) {
    return changed(
        new Transition.WaiterServed(
            SmallOnSale.SESSION, id, List.of(seats), 100L * seats.length, "EUR", until));
  }

  private static Function<SmallOnSale, JournalElement> ended(Request request) {
    return changed(new Transition.WaitEnded(SmallOnSale.SESSION, request.id()));
  }

  private static Function<SmallOnSale, JournalElement> aside(Request request) {
    return changed(new Transition.PutAside(SmallOnSale.SESSION, request.id(), "no luck"));
  }

  private static Function<SmallOnSale, JournalElement> changed(Transition transition) {
    return _ -> new JournalElement.Changed(transition);
  }

  private static Function<SmallOnSale, JournalElement> grant(Request request, String... seats) {
    return decided(
        request,
        new Outcome.Held(request.id(), List.of(seats), 100L * seats.length, "EUR", HELD_UNTIL));
  }

  static Stream<Arguments> rightJournals() {
    return Stream.of(
        journal(
            "in order, the head that does not fit keeps its place",
            waits(TWO, 1),
            waits(ONE, 2),
            annGivesBack("A-1-1"),
            served(ONE, "A-1-1"),
            grant(SmallOnSale.reserve(50, "IDA", "A-1-4"), "A-1-4")),
        journal(
            "left, and the end of a wait",
            waits(TWO, 1),
            waits(ONE, 2),
            decided(leave(TWO), new Outcome.Left(TWO.id())),
            annGivesBack("A-1-1"),
            served(ONE, "A-1-1")),
        journal(
            "one on which the rules failed is passed over",
            waits(ONE, 1),
            waits(wish(24, "IDA", 1, null), 2),
            annGivesBack("A-1-1"),
            aside(ONE),
            served(wish(24, "IDA", 1, null), "A-1-1")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rightJournals")
  void findsNothingWhereAllIsWell(
      String name, List<Function<SmallOnSale, JournalElement>> elements) {
    assertThat(breaches(elements)).isEmpty();
  }

  static Stream<Arguments> wrongJournals() {
    return Stream.of(
        journal(
            "I5 the second before the first",
            waits(ONE, 1),
            waits(wish(24, "IDA", 1, null), 2),
            annGivesBack("A-1-1"),
            served(wish(24, "IDA", 1, null), "A-1-1")),
        journal(
            "I5 a later request before who waits",
            waits(ONE, 1),
            annGivesBack("A-1-1"),
            grant(SmallOnSale.reserve(50, "IDA", "A-1-1"), "A-1-1")),
        journal("I5 a wrong place", waits(ONE, 2)),
        journal("I8 served without waiting", annGivesBack("A-1-1"), served(ONE, "A-1-1")),
        journal(
            "I8 served twice",
            waits(ONE, 1),
            annGivesBack("A-1-1", "A-1-2"),
            served(ONE, "A-1-1"),
            served(ONE, "A-1-2")),
        journal(
            "I8 a group that was cut", waits(TWO, 1), annGivesBack("A-1-1"), served(TWO, "A-1-1")),
        journal(
            "I8 more than was wished",
            waits(ONE, 1),
            annGivesBack("A-1-1", "A-1-2"),
            served(ONE, "A-1-1", "A-1-2")),
        journal(
            "I8 served after it left",
            waits(ONE, 1),
            decided(leave(ONE), new Outcome.Left(ONE.id())),
            annGivesBack("A-1-1"),
            served(ONE, "A-1-1")),
        journal("I8 left without waiting", decided(leave(ONE), new Outcome.Left(ONE.id()))),
        journal(
            "I8 waits who did not ask",
            decided(
                SmallOnSale.reserve(50, "IDA", "A-1-1"),
                new Outcome.Waitlisted(SmallOnSale.reserve(50, "IDA", "A-1-1").id(), 1, CLOSES))),
        journal(
            "I8 waits once too often",
            waits(wish(61, "KIM", 1, null), 1),
            waits(wish(62, "KIM", 1, null), 2),
            waits(wish(63, "KIM", 1, null), 3),
            waits(wish(64, "KIM", 1, null), 4),
            waits(wish(65, "KIM", 1, null), 5)),
        journal("I1 served a seat that is taken", waits(ONE, 1), served(ONE, "A-1-1")),
        journal(
            "I7 a hold of another length",
            waits(ONE, 1),
            annGivesBack("A-1-1"),
            served(ONE.id(), HELD_UNTIL.minusSeconds(1), "A-1-1")),
        journal(
            "I7 ended too early", waits(SHORT, 1, SmallOnSale.LATER.plusSeconds(1)), ended(SHORT)),
        journal("I7 a wait beyond its wish", waits(SHORT, 1)),
        journal("I7 a wait beyond the sale", waits(ONE, 1, CLOSES.plusSeconds(1))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongJournals")
  void seesWhatCannotBe(String name, List<Function<SmallOnSale, JournalElement>> elements) {
    assertThat(breaches(elements, name.substring(0, 2))).isNotEmpty();
  }

  /** A wait that is over has ended before the next request is decided. */
  @Test
  void seesAWaitThatIsOverAndWasNotEnded() {
    Instant until = SmallOnSale.LATER;
    Request early = wish(25, "HAL", 1, until);
    var sale = new SmallOnSale();
    sale.slices.set(
        0,
        Stream.concat(
                sale.slices.getFirst().stream(),
                Stream.of(
                    new JournalElement.Decided(
                        new EntryId(SmallOnSale.NOON.toEpochMilli(), 99),
                        early,
                        new Outcome.Waitlisted(early.id(), 1, until))))
            .toList());
    assertThat(breaches(sale, "I7")).isNotEmpty();
  }

  @Test
  void countsWhoWaitedAndWasServed() {
    Verdict verdict =
        Checks.verdict(
            new WaitersInOrder(),
            played(List.of(waits(ONE, 1), annGivesBack("A-1-1"), served(ONE, "A-1-1"))).evidence());
    assertThat(verdict.holds()).isTrue();
    assertThat(verdict.counts())
        .containsExactly(new Verdict.Count("waited", 1), new Verdict.Count("served", 1));
  }

  private static List<String> breaches(List<Function<SmallOnSale, JournalElement>> elements) {
    return Stream.of("I1", "I5", "I7", "I8")
        .flatMap(promise -> breaches(elements, promise).stream())
        .toList();
  }

  private static List<String> breaches(
      List<Function<SmallOnSale, JournalElement>> elements, String promise) {
    return breaches(played(elements), promise);
  }

  private static List<String> breaches(SmallOnSale sale, String promise) {
    sale.writeJournal();
    return ReservationsByJournal.of(sale.evidence()).breaches(promise);
  }

  private static SmallOnSale played(List<Function<SmallOnSale, JournalElement>> elements) {
    var sale = new SmallOnSale();
    var first = new ArrayList<JournalElement>();
    first.add(
        new JournalElement.Changed(new Transition.SessionAdmitted(SmallOnSale.SESSION, terms())));
    first.addAll(sale.slices.getFirst());
    sale.slices.set(0, first);
    var second = new ArrayList<>(sale.slices.get(1));
    elements.forEach(element -> second.add(element.apply(sale)));
    sale.slices.set(1, second);
    sale.writeJournal();
    return sale;
  }

  private static Terms terms() {
    return new Terms(
        UUID.randomUUID(),
        SmallOnSale.NOON,
        CLOSES,
        "EUR",
        Duration.ofMinutes(10),
        8,
        List.of(Rung.values()),
        1,
        List.of(new Terms.Price("GOLD", 100)),
        List.of(new Terms.SectionGrade("A", "GOLD")));
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  private static Arguments journal(String name, Function<SmallOnSale, JournalElement>... elements) {
    return Arguments.of(name, List.of(elements));
  }
}
