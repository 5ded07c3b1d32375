package dev.sluice.allocation.rules;

import dev.sluice.allocation.snapshot.SessionState;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** Rules that throw. */
public final class FailingRules {

  private FailingRules() {}

  /** The rules, with one at that place that throws at a request of that id. */
  public static Rules at(int place, UUID poison, RuntimeException failure) {
    return new Rules(
        insert(NamedCase.RULES, place, poison, failure),
        insert(BestCase.RULES, place, poison, failure),
        insert(LeaveCase.RULES, place, poison, failure),
        insert(CancelCase.RULES, place, poison, failure),
        insert(PayCase.RULES, place, poison, failure),
        insert(SettleCase.RULES, place, poison, failure),
        Ending.STANDARD,
        List.of());
  }

  /** One rule alone, for seats by name. */
  public static Rules named(Consumer<SessionState> failure) {
    return new Rules(
        List.of(
            request -> {
              failure.accept(request.session());
              return null;
            }),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Ending.STANDARD,
        List.of());
  }

  /** The rules, but nobody's time is over and nobody is served whom that tells. */
  public static Rules ofWaiting(Consumer<UUID> failure) {
    var ofWaiters = new ArrayList<Rule<BestCase>>();
    ofWaiters.add(
        request -> {
          failure.accept(request.request().id());
          return null;
        });
    ofWaiters.addAll(BestCase.OF_WAITERS);
    return new Rules(
        NamedCase.RULES,
        BestCase.RULES,
        LeaveCase.RULES,
        CancelCase.RULES,
        PayCase.RULES,
        SettleCase.RULES,
        (session, due, moment) -> {
          failure.accept(due.id());
          return Ending.STANDARD.of(session, due, moment);
        },
        List.of(new Serving(ofWaiters)));
  }

  private static <C extends Case> List<Rule<C>> insert(
      List<Rule<C>> rules, int place, UUID poison, RuntimeException failure) {
    var changed = new ArrayList<>(rules);
    changed.add(
        Math.min(place, rules.size()),
        request -> {
          if (request.request().id().equals(poison)) {
            throw failure;
          }
          return null;
        });
    return List.copyOf(changed);
  }
}
