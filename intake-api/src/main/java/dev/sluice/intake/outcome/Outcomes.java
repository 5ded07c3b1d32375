package dev.sluice.intake.outcome;

import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.RememberedRequest;
import dev.sluice.intake.append.AppendSettings;
import dev.sluice.intake.redis.RedisLinks;
import dev.sluice.intake.redis.RedisUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * What became of requests: looked for in memory, then in Redis, then in the journal. Thread-safe.
 */
@Component
public final class Outcomes {

  private final Followers followers;
  private final DecodedSlices decoded;
  private final JournalSlices journal;
  private final Decisions decisions;
  private final Settlements settlements;
  private final StreamedSlices streamed;
  private final RequestPositions positions;

  Outcomes(
      Followers followers,
      DecodedSlices decoded,
      JournalSlices journal,
      Decisions decisions,
      Settlements settlements,
      RedisLinks links,
      OutcomeSettings settings,
      AppendSettings appending) {
    this.followers = followers;
    this.decoded = decoded;
    this.journal = journal;
    this.decisions = decisions;
    this.settlements = settlements;
    this.streamed = new StreamedSlices(links);
    this.positions =
        new RequestPositions(links, settings.rememberedMemory(), appending.retention());
  }

  /** Notes where a request was appended, so that Redis need not be asked for it. */
  public void remember(RequestKey request, RememberedRequest remembered) {
    positions.remember(request, remembered);
  }

  /** Where this process knows that a request was appended, without asking anybody. */
  public @Nullable RememberedRequest findRemembered(RequestKey request) {
    return positions.findKnown(request);
  }

  /**
   * What is known of a request of a customer.
   *
   * @param shard the shard of its session
   * @return empty if there is no such request, or it is another customer's
   * @throws RedisUnavailableException if only Redis could tell, and it is away
   */
  public Optional<Standing> find(int shard, RequestKey request, String customer) {
    RememberedRequest remembered = positions.find(shard, request);
    // Another's, who used the id again after Redis had forgotten it, hides nobody's decision.
    Optional<Standing> standing =
        remembered != null && remembered.isOf(customer)
            ? Optional.of(standing(shard, request, remembered))
            : findForgotten(List.of(request)).values().stream()
                .filter(decision -> customer.equals(decision.customer()))
                .findFirst()
                .map(Standing.Decided::new);
    return standing.map(found -> settlements.of(request, found));
  }

  /**
   * What is known of many requests, of anyone: the caller has made sure that it may see them. Each
   * slice is unpacked once, whatever the order of the requests.
   *
   * @param since when the first of them can have been accepted
   * @return those of which something is known
   * @throws RedisUnavailableException if only Redis could tell, and it is away
   */
  public Map<RequestKey, Standing> findAll(
      int shard, Collection<RequestKey> requests, Instant since) {
    var standings = new HashMap<RequestKey, Standing>();
    DecodedSlice current = null;
    for (Map.Entry<RequestKey, RememberedRequest> known :
        positions.findAllInOrder(shard, requests)) {
      RequestKey request = known.getKey();
      Optional<LocatedOutcome> here =
          current == null
              ? Optional.empty()
              : current.find(request).flatMap(decision -> first(shard, decision));
      Standing standing =
          here.<Standing>map(Standing.Decided::new)
              .orElseGet(() -> standing(shard, request, known.getValue()));
      standings.put(request, standing);
      if (here.isEmpty() && standing instanceof Standing.Decided(LocatedOutcome decision)) {
        current = decisions.sliceOf(shard, decision.slice()).orElse(null);
      }
    }
    List<RequestKey> unknown =
        requests.stream().filter(request -> !standings.containsKey(request)).toList();
    if (!unknown.isEmpty() && positions.mayHaveForgotten(shard, since)) {
      findForgotten(unknown)
          .forEach((request, decision) -> standings.put(request, new Standing.Decided(decision)));
    }
    settlements.replaceIn(shard, standings);
    return standings;
  }

  /** Whether Redis may have forgotten ids of a shard before their retention was over. */
  boolean mayHaveForgottenEarly(int shard) {
    return positions.mayHaveForgottenEarly(shard);
  }

  /** A customer's recent requests in a shard. */
  public RecentRequests findRecent(int shard, String customer) {
    return positions.findRecent(shard, customer);
  }

  /** The shards that are followed. */
  public Set<Integer> shards() {
    return followers.shards();
  }

  /**
   * Goes on, on a thread of its own, once there may be more to tell of a request, the time is over,
   * or this process ends. What is then so is to be looked for again.
   */
  public void await(int shard, Standing.Pending pending, Duration time, Runnable then) {
    switch (pending) {
      case Standing.Queued queued -> await(shard, queued.entry(), time, then);
      case Standing.Paying paying -> settlements.await(paying, time, then);
    }
  }

  private void await(int shard, EntryId entry, Duration time, Runnable then) {
    // Passed and yet undecided: queued again, or not readable now. The next slice is worth a look.
    boolean passed = isPassed(shard, entry);
    followers
        .get(shard)
        .waiters()
        .await(entry, time, () -> !passed && isPassed(shard, entry), then);
  }

  /** When what has that place in a shard's queue is decided, if that can be told. */
  public Estimate estimate(int shard, long place) {
    ShardFollower follower = followers.get(shard);
    if (follower.isPaused()) {
      return new Estimate.Unknown(Estimate.Why.SHARD_PAUSED);
    }
    if (!follower.isLive()) {
      return new Estimate.Unknown(Estimate.Why.OUTCOMES_NOT_HEARD);
    }
    double rate = follower.memory().rate(Instant.now());
    return rate == 0
        ? new Estimate.Unknown(Estimate.Why.NOTHING_DECIDED)
        : new Estimate.Known(Math.max(1, (long) Math.ceil(place / rate)));
  }

  /** Number of the shard's last decision that this process knows. */
  public long lastNumber(int shard) {
    return followers.get(shard).memory().position().lastNumber();
  }

  /**
   * The slices from a number on that are in memory, in order.
   *
   * @return null if the first of them is not in memory, or they are more than that many
   */
  public @Nullable List<DecodedSlice> listFrom(int shard, long firstNumber, int slicesMax) {
    List<SliceMessage> slices = followers.get(shard).memory().listFrom(firstNumber);
    return slices == null || slices.size() > slicesMax
        ? null
        : slices.stream().map(decoded::decode).toList();
  }

  /** False once the process ends: who waits is answered with what is known. */
  public boolean isServing() {
    return followers.isRunning();
  }

  /**
   * Grants are kept as long as reservations are, longer than Redis remembers ids; others are in the
   * index if Redis forgot them early.
   */
  private Map<RequestKey, LocatedOutcome> findForgotten(List<RequestKey> requests) {
    var byShard = new HashMap<Integer, Map<Long, RequestKey>>();
    journal
        .listForgotten(requests)
        .forEach(
            (request, decidedAt) ->
                byShard
                    .computeIfAbsent(decidedAt.shard(), shard -> new HashMap<>())
                    .put(decidedAt.number(), request));
    var found = new HashMap<RequestKey, LocatedOutcome>();
    byShard.forEach(
        (shard, byNumber) ->
            decisions
                .list(shard, byNumber.keySet())
                .forEach(outcome -> found.put(byNumber.get(outcome.number()), outcome)));
    return found;
  }

  private Standing standing(int shard, RequestKey request, RememberedRequest remembered) {
    Optional<LocatedOutcome> decision = decision(shard, request, remembered.entry());
    if (decision.isEmpty() && isPassed(shard, remembered.entry())) {
      // No slice holds it where it should be: a Redis that lost its tail had it queued again.
      RememberedRequest now = positions.ask(shard, request);
      if (now != null && !now.entry().equals(remembered.entry())) {
        decision = decision(shard, request, now.entry());
        return decision.<Standing>map(Standing.Decided::new).orElseGet(() -> queued(shard, now));
      }
    }
    return decision.<Standing>map(Standing.Decided::new).orElseGet(() -> queued(shard, remembered));
  }

  private Optional<LocatedOutcome> decision(int shard, RequestKey request, EntryId entry) {
    ShardFollower follower = followers.get(shard);
    if (!isPassed(shard, entry)) {
      return follower.isLive() ? Optional.empty() : decisionUnheard(shard, request, entry);
    }
    return Stream.<Supplier<Optional<SliceMessage>>>of(
            () -> follower.memory().findByEntry(entry),
            () -> streamed.findByEntry(shard, entry),
            () -> journal.findByEntry(shard, entry))
        .map(source -> source.get().flatMap(slice -> decoded.decode(slice).find(request)))
        .flatMap(Optional::stream)
        .findFirst()
        .flatMap(decision -> first(shard, decision));
  }

  /** The stream is lost, so the journal may be further; if it is away too, nothing is known. */
  private Optional<LocatedOutcome> decisionUnheard(int shard, RequestKey request, EntryId entry) {
    try {
      return journal
          .findByEntry(shard, entry)
          .flatMap(slice -> decoded.decode(slice).find(request))
          .flatMap(decision -> first(shard, decision));
    } catch (DataAccessException e) {
      return Optional.empty();
    }
  }

  private boolean isPassed(int shard, EntryId entry) {
    return followers.get(shard).memory().position().watermark().compareTo(entry) >= 0;
  }

  /** What a repeated request stands for: the first outcome. */
  private Optional<LocatedOutcome> first(int shard, LocatedOutcome decision) {
    return decision.outcome() instanceof Outcome.Duplicate duplicate
        ? decisions.find(shard, duplicate.first())
        : Optional.of(decision);
  }

  private Standing queued(int shard, RememberedRequest remembered) {
    ShardFollower follower = followers.get(shard);
    SliceMemory memory = follower.memory();
    Instant appendedAt = Instant.ofEpochMilli(remembered.entry().milliseconds());
    long place = Math.max(1, remembered.place() - memory.drainedSince(appendedAt));
    return new Standing.Queued(remembered, place, estimate(shard, place));
  }
}
