package dev.sluice.intake.outcome;

import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.intake.outcome.settlement.PaymentId;
import dev.sluice.intake.outcome.settlement.Payments;
import dev.sluice.intake.outcome.settlement.ShardSettlements.Known;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Tells of a payment that was let begin what came of it: that is the outcome of the request to pay.
 * From the slices in memory; the table is asked only for what may have been settled before them, or
 * while the stream is lost. Thread-safe.
 */
@Component
final class Settlements {

  private static final Logger log = LoggerFactory.getLogger(Settlements.class);

  private final Followers followers;
  private final Decisions decisions;
  private final Payments payments;

  Settlements(Followers followers, Decisions decisions, Payments payments) {
    this.followers = followers;
    this.decisions = decisions;
    this.payments = payments;
  }

  /** The same, unless it lets a payment begin. */
  Standing of(RequestKey request, Standing standing) {
    Begun begun = Begun.of(request, standing);
    return begun == null
        ? standing
        : find(begun.decision().shard(), List.of(begun)).getOrDefault(request, standing);
  }

  /** Replaces those standings that let payments begin; of one shard. */
  void replaceIn(int shard, Map<RequestKey, Standing> standings) {
    var begun = new ArrayList<Begun>();
    standings.forEach(
        (request, standing) -> {
          Begun one = Begun.of(request, standing);
          if (one != null) {
            begun.add(one);
          }
        });
    if (!begun.isEmpty()) {
      standings.putAll(find(shard, begun));
    }
  }

  /**
   * Goes on once a payment may be settled, the time is over, or this process ends. What is then so
   * is to be looked for again.
   */
  void await(Standing.Paying paying, Duration time, Runnable then) {
    followers.get(paying.decision().shard()).settlements().await(paying.payment(), time, then);
  }

  private Map<RequestKey, Standing> find(int shard, List<Begun> begun) {
    Map<PaymentId, Long> numbers = findNumbers(shard, begun);
    var settlements = HashMap.<Long, LocatedOutcome>newHashMap(numbers.size());
    decisions.list(shard, numbers.values()).forEach(one -> settlements.put(one.number(), one));
    var standings = HashMap.<RequestKey, Standing>newHashMap(begun.size());
    for (Begun one : begun) {
      Long number = numbers.get(one.payment());
      standings.put(
          one.request(),
          number == null
              ? new Standing.Paying(one.decision(), one.payment())
              : new Standing.Decided(one.settledBy(number, settlements.get(number))));
    }
    return standings;
  }

  /** Numbers of what settled them last; without those that are under way. */
  private Map<PaymentId, Long> findNumbers(int shard, List<Begun> begun) {
    ShardFollower follower = followers.get(shard);
    // While it is not live, what memory does not have may be decided all the same.
    boolean live = follower.isLive();
    var numbers = new HashMap<PaymentId, Long>();
    var unknown = new ArrayList<PaymentId>();
    for (Begun one : begun) {
      Known known = follower.settlements().find(one.payment(), one.decision().slice());
      if (known instanceof Known.Settled(long number)) {
        numbers.put(one.payment(), number);
      } else if (!live || known instanceof Known.Unknown) {
        unknown.add(one.payment());
      }
    }
    if (!unknown.isEmpty()) {
      numbers.putAll(findInTable(unknown));
    }
    return numbers;
  }

  /** Without the table they are under way, as far as is known. */
  private Map<PaymentId, Long> findInTable(Collection<PaymentId> unknown) {
    try {
      return payments.findSettled(unknown);
    } catch (DataAccessException e) {
      log.debug("What came of {} payments cannot be told now", unknown.size(), e);
      return Map.of();
    }
  }

  /**
   * A payment that was let begin.
   *
   * @param request the request to pay
   * @param payment what it is known by
   * @param decision that let it begin
   */
  private record Begun(RequestKey request, PaymentId payment, LocatedOutcome decision) {

    /** Null if the standing lets none begin. */
    static @Nullable Begun of(RequestKey request, Standing standing) {
      return standing instanceof Standing.Decided(LocatedOutcome decision)
              && decision.outcome() instanceof Outcome.Paying(UUID reservation, _, _)
          ? new Begun(
              request, new PaymentId(request.session(), reservation, request.id()), decision)
          : null;
    }

    /**
     * The decision on the request, now that it is final.
     *
     * @param number of the settlement
     * @throws IllegalStateException if the journal does not have it, which is younger than what let
     *     the payment begin
     */
    LocatedOutcome settledBy(long number, @Nullable LocatedOutcome settlement) {
      if (settlement == null) {
        throw new IllegalStateException(
            "Nothing stands under number %d of shard %d, which settled %s"
                .formatted(number, decision.shard(), payment));
      }
      return decision.settledBy(settlement, told(settlement.outcome()));
    }

    /** What the settlement is for who asked to pay. Money that goes back is told as it is. */
    private static Outcome told(Outcome settlement) {
      if (settlement
          instanceof
          Outcome.Captured(
              UUID reservation,
              UUID _,
              List<String> seats,
              long amount,
              String currency)) {
        return new Outcome.Confirmed(reservation, seats, amount, currency);
      }
      return settlement instanceof Outcome.Declined
          ? Outcome.Rejected.because(Reason.PAYMENT_DECLINED)
          : settlement;
    }
  }
}
