package dev.sluice.allocation.rules;

import dev.sluice.allocation.snapshot.Reservation;
import dev.sluice.allocation.snapshot.SessionState;
import dev.sluice.contract.journal.FirstOfId;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.request.Request;
import org.jspecify.annotations.Nullable;

/** A request beside the session that it is about: what rules look at. */
abstract class Case {

  private final SessionState session;
  private final Request request;
  private final Moment moment;
  private final long number;

  Case(SessionState session, Request request, Moment moment, long number) {
    this.session = session;
    this.request = request;
    this.moment = moment;
    this.number = number;
  }

  final SessionState session() {
    return session;
  }

  final Request request() {
    return request;
  }

  final Moment moment() {
    return moment;
  }

  /** The number that the outcome will have. */
  final long number() {
    return number;
  }

  /** What becomes of a request that no rule refuses. */
  abstract Ruling grant();

  /** What becomes of a request that a rule refuses. */
  Ruling refused(Outcome outcome) {
    return Ruling.of(outcome);
  }

  /** A request id stands for one request: a repeat changes nothing, another payload is refused. */
  final @Nullable Outcome repeated() {
    Reservation first = session.find(request.id());
    return first == null ? null : new FirstOfId(first.number(), first.digest()).outcomeOf(request);
  }
}
