package dev.sluice.allocation;

import static dev.sluice.allocation.SessionBuilder.NOON;
import static dev.sluice.allocation.SessionBuilder.aReservation;
import static dev.sluice.allocation.SessionBuilder.aSession;
import static dev.sluice.allocation.SessionBuilder.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Of two reasons a request is given the one that stands first in {@link Reason}. Every pair of
 * reasons that can hold at once is tried. Seen to fail: with the rules on the limit and on taken
 * seats swapped.
 */
class PrecedenceTests {

  @ParameterizedTest(name = "{0} before {1}")
  @MethodSource({"named", "best", "cancel"})
  void givesTheFirstReason(Reason expected, Reason other, Scenario scenario) {
    assertThat(expected).isLessThan(other);
    assertThat(scenario.decide())
        .isInstanceOfSatisfying(
            Outcome.Rejected.class, rejected -> assertThat(rejected.reason()).isEqualTo(expected));
  }

  static Stream<Arguments> named() {
    return pairs(
        List.of(
            flaw(Reason.REQUEST_ID_REUSED, Scenario::useTheId),
            flaw(Reason.UNKNOWN_SESSION, scenario -> scenario.request.session("unknown")),
            flaw(Reason.SALES_NOT_OPEN, scenario -> scenario.opensAt = NOON.plusMillis(1)),
            flaw(Reason.SALES_CLOSED, scenario -> scenario.closesAt = NOON),
            flaw(Reason.UNKNOWN_SEAT, scenario -> scenario.labels.add("Z-1-1")),
            flaw(Reason.SEAT_NAMED_TWICE, scenario -> scenario.labels.add("A-1-1")),
            flaw(Reason.CUSTOMER_LIMIT_EXCEEDED, scenario -> scenario.customerMax = 0),
            flaw(Reason.SEAT_TAKEN, scenario -> scenario.labels.add("A-1-10"))),
        Scenario::reserveNamed);
  }

  static Stream<Arguments> best() {
    List<Flaw> always =
        List.of(
            flaw(Reason.REQUEST_ID_REUSED, Scenario::useTheId),
            flaw(Reason.UNKNOWN_SESSION, scenario -> scenario.request.session("unknown")),
            flaw(Reason.SALES_NOT_OPEN, scenario -> scenario.opensAt = NOON.plusMillis(1)),
            flaw(Reason.SALES_CLOSED, scenario -> scenario.closesAt = NOON),
            flaw(Reason.UNKNOWN_GRADE, scenario -> scenario.grades.add("TIN")),
            flaw(Reason.CUSTOMER_LIMIT_EXCEEDED, scenario -> scenario.customerMax = 2));
    // These five exclude each other.
    return Stream.of(
            flaw(Reason.SOLD_OUT, scenario -> scenario.rows = "A:XXXXXXXXXX"),
            flaw(Reason.HELD_FOR_NOW, scenario -> scenario.rows = "A:XXXXHXXXXX"),
            flaw(Reason.FEWER_LEFT, scenario -> scenario.rows = "A:XXXX..XXXX"),
            flaw(Reason.NEVER_ADJACENT, scenario -> scenario.rows = "A:..|..|..|..|.."),
            flaw(Reason.NOT_ADJACENT, scenario -> scenario.rows = "A:.X.X.X.X.X"))
        .flatMap(
            last -> {
              var flaws = new ArrayList<>(always);
              flaws.add(last);
              return pairs(flaws, Scenario::reserveBest);
            });
  }

  static Stream<Arguments> cancel() {
    List<Flaw> always =
        List.of(
            flaw(Reason.REQUEST_ID_REUSED, Scenario::useTheId),
            flaw(Reason.UNKNOWN_SESSION, scenario -> scenario.request.session("unknown")),
            flaw(Reason.RESERVATION_NOT_FOUND, scenario -> scenario.request.by("bob")));
    List<Flaw> others =
        List.of(
            flaw(Reason.REQUEST_ID_REUSED, Scenario::useTheId),
            flaw(Reason.UNKNOWN_SESSION, scenario -> scenario.request.session("unknown")),
            flaw(Reason.RESERVATION_NOT_FOUND, scenario -> scenario.labels.add("A-1-9")));
    return Stream.of(
            flaw(Reason.HOLD_EXPIRED, scenario -> scenario.own = ReservationStatus.EXPIRED),
            flaw(Reason.ALREADY_CANCELLED, scenario -> scenario.own = ReservationStatus.CANCELLED))
        .flatMap(
            last ->
                Stream.of(always, others)
                    .flatMap(
                        first -> {
                          var flaws = new ArrayList<>(first);
                          flaws.add(last);
                          return pairs(flaws, Scenario::cancel);
                        }));
  }

  private static Stream<Arguments> pairs(List<Flaw> flaws, Consumer<Scenario> command) {
    var pairs = Stream.<Arguments>builder();
    for (int first = 0; first < flaws.size(); first++) {
      for (int second = first + 1; second < flaws.size(); second++) {
        Flaw one = flaws.get(first);
        Flaw other = flaws.get(second);
        if (one.reason == Reason.REQUEST_ID_REUSED && other.reason == Reason.UNKNOWN_SESSION) {
          continue; // An id is reused within a session only.
        }
        var scenario = new Scenario();
        one.change.accept(scenario);
        other.change.accept(scenario);
        command.accept(scenario);
        pairs.add(arguments(one.reason, other.reason, scenario));
      }
    }
    return pairs.build();
  }

  private static Flaw flaw(Reason reason, Consumer<Scenario> change) {
    return new Flaw(reason, change);
  }

  private record Flaw(Reason reason, Consumer<Scenario> change) {}

  /** A session and a request that would be granted, unless something is changed. */
  private static final class Scenario {

    private final RequestBuilder request = RequestBuilder.aRequest();
    private final List<String> labels = new ArrayList<>(List.of("A-1-1"));
    private final List<String> grades = new ArrayList<>(List.of("GOLD"));
    private String rows = "A:.........X";
    private Instant opensAt = NOON;
    private Instant closesAt = NOON.plusMillis(1);
    private int customerMax = 20;
    private boolean idUsed;
    private ReservationStatus own = ReservationStatus.HELD;
    private Request built = request.named("A-1-1");

    private void useTheId() {
      idUsed = true;
    }

    private void reserveNamed() {
      built = request.named(labels.toArray(String[]::new));
    }

    private void reserveBest() {
      built = request.of(new Command.ReserveBest(grades, 4, 3, true, null));
    }

    private void cancel() {
      built = request.cancel("own", labels.toArray(String[]::new));
    }

    private Outcome decide() {
      SessionBuilder session =
          aSession(rows).opensAt(opensAt).closesAt(closesAt).customerMax(customerMax);
      if (idUsed) {
        session.with(aReservation("request").of(0).in(ReservationStatus.CANCELLED));
      }
      if (built.command() instanceof Command.Cancel) {
        session.with(aReservation("own").of(0, 1).in(own));
      }
      TestShard shard = TestShard.with(session);
      shard.snapshot().addUnknown(uuid("unknown"));
      return shard.outcome(built);
    }

    @Override
    public String toString() {
      return rows;
    }
  }
}
