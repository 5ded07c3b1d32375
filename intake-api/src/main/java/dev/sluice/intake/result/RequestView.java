package dev.sluice.intake.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.intake.outcome.Estimate;
import dev.sluice.intake.outcome.LocatedOutcome;
import dev.sluice.intake.outcome.RequestKey;
import dev.sluice.intake.outcome.Standing;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request as its owner sees it.
 *
 * @param id its id
 * @param session its session
 * @param state where it stands
 * @param reference the client's own note, if it gave one
 * @param acceptedAt when it was queued
 * @param place while queued: undecided requests up to it
 * @param estimateKnown while queued: whether it can be told when it is decided
 * @param estimatedSeconds while queued, if that can be told: until it is decided
 * @param estimateUnknownBecause while queued, if that cannot be told: why
 * @param outcome once decided
 * @param reason why it was rejected
 * @param retryable whether the same wish, sent again under a new id, may be granted later
 * @param message one sentence for a person
 * @param decided where it was decided
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Request", description = "A request and what became of it")
public record RequestView(
    @Schema(example = "0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e77") UUID id,
    @Schema(example = "d0000000-0000-4000-8000-000000000101") UUID session,
    @Schema(description = "Where it stands", example = "GRANTED") State state,
    @Schema(description = "The client's own note, if it gave one", example = "order 4711")
        @Nullable String reference,
    @Schema(description = "When it was queued", example = "2026-11-21T10:00:00.123Z")
        Instant acceptedAt,
    @Schema(description = "While queued: undecided requests up to it", example = "42")
        @Nullable Long place,
    @Schema(
            description = "While queued: whether it can be told when it is decided",
            example = "true")
        @Nullable Boolean estimateKnown,
    @Schema(description = "If that can be told: seconds until it is decided", example = "1")
        @Nullable Long estimatedSeconds,
    @Schema(description = "If that cannot be told: why", example = "NOTHING_DECIDED")
        Estimate.@Nullable Why estimateUnknownBecause,
    @Nullable OutcomeView outcome,
    @Schema(description = "Why it was rejected", example = "SEAT_TAKEN") @Nullable Reason reason,
    @Schema(
            description = "Whether the same wish, sent again under a new id, may be granted later",
            example = "true")
        @Nullable Boolean retryable,
    @Schema(
            description = "One sentence for a person",
            example = "Seats are taken already: F1-7-12.")
        @Nullable String message,
    @Nullable Decided decided) {

  /** Where a request stands. */
  public enum State {
    /** Accepted and not decided. */
    QUEUED,
    /** A payment is under way: what comes of it is told here later. */
    PAYING,
    /** Carried out. */
    GRANTED,
    /** Refused, with a reason. */
    REJECTED,
    /** Could not be decided; the operators know of it. */
    DEAD_LETTERED;

    /** Of what is known of a request. */
    public static State of(Standing standing) {
      return switch (standing) {
        case Standing.Queued _ -> QUEUED;
        case Standing.Paying _ -> PAYING;
        case Standing.Decided(LocatedOutcome decision) -> of(decision.outcome());
      };
    }

    private static State of(Outcome outcome) {
      return switch (outcome.kind()) {
        case GRANTED -> GRANTED;
        case REJECTED -> REJECTED;
        case DEAD_LETTERED -> DEAD_LETTERED;
        case WAITLISTED, DUPLICATE ->
            throw new IllegalStateException(outcome.type() + " is told by another outcome");
        case SYSTEM -> {
          if (outcome.type() == Outcome.Type.REFUND_OWED) {
            yield REJECTED;
          }
          throw new IllegalStateException(outcome.type() + " is no client's");
        }
      };
    }
  }

  /**
   * Where a request was decided.
   *
   * @param shard by which shard
   * @param number its number in the shard
   * @param slice first number of its slice
   * @param rank its place in the slice, from 0
   * @param at when
   */
  @Schema(description = "Where it was decided")
  public record Decided(
      @Schema(example = "0") int shard,
      @Schema(example = "81920") long number,
      @Schema(example = "81900") long slice,
      @Schema(example = "20") int rank,
      @Schema(example = "2026-11-21T10:00:00.373Z") Instant at) {}

  /**
   * What was decided.
   *
   * @param type HELD, PAYING, CONFIRMED, CANCELLED, REJECTED, REFUND_OWED or DEAD_LETTERED
   * @param reservation the reservation
   * @param seats held, paid, given back, or the reason of the refusal
   * @param amount what the reservation's seats cost, or what goes back, in minor units
   * @param currency of the amount
   * @param expiresAt when the hold ends unless paid
   * @param left free seats of the wanted grades, where they are too few
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "Outcome", description = "What was decided")
  public record OutcomeView(
      @Schema(example = "HELD") String type,
      @Schema(example = "0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e77") @Nullable UUID reservation,
      @Schema(example = "[\"F1-7-12\", \"F1-7-13\"]") @Nullable List<String> seats,
      @Schema(description = "Minor units", example = "24000") @Nullable Long amount,
      @Schema(example = "EUR") @Nullable String currency,
      @Schema(example = "2026-11-21T10:10:00.373Z") @Nullable Instant expiresAt,
      @Schema(description = "Free seats, where they are fewer than asked", example = "1")
          @Nullable Integer left) {}

  /**
   * Of a request and where it stands.
   *
   * @param reference of one that is queued; an outcome tells its own
   */
  static RequestView of(RequestKey request, Standing standing, @Nullable String reference) {
    return switch (standing) {
      case Standing.Queued queued -> of(request, queued, reference);
      case Standing.Paying paying -> of(request, State.PAYING, paying.decision());
      case Standing.Decided(LocatedOutcome decision) ->
          of(request, State.of(decision.outcome()), decision);
    };
  }

  private static RequestView of(
      RequestKey request, Standing.Queued queued, @Nullable String reference) {
    @Nullable Long seconds = queued.estimate() instanceof Estimate.Known(long known) ? known : null;
    Estimate.@Nullable Why why =
        queued.estimate() instanceof Estimate.Unknown(Estimate.Why cause) ? cause : null;
    return new RequestView(
        request.id(),
        request.session(),
        State.QUEUED,
        reference,
        acceptedAt(queued.entry()),
        queued.place(),
        seconds != null,
        seconds,
        why,
        null,
        null,
        null,
        why == null ? null : Sentences.of(why),
        null);
  }

  private static Instant acceptedAt(EntryId entry) {
    return Instant.ofEpochMilli(entry.milliseconds());
  }

  private static RequestView of(RequestKey request, State state, LocatedOutcome decision) {
    Outcome outcome = decision.outcome();
    Reason reason = reason(outcome);
    return new RequestView(
        request.id(),
        request.session(),
        state,
        decision.reference(),
        acceptedAt(decision.entry()),
        null,
        null,
        null,
        null,
        view(outcome),
        reason,
        reason == null ? null : reason.retryable(),
        Sentences.of(outcome),
        new Decided(
            decision.shard(), decision.number(), decision.slice(), decision.rank(), decision.at()));
  }

  /** Money that goes back pays for nothing, as if it had been declined. */
  private static @Nullable Reason reason(Outcome outcome) {
    if (outcome instanceof Outcome.RefundOwed) {
      return Reason.PAYMENT_DECLINED;
    }
    return outcome instanceof Outcome.Rejected rejected ? rejected.reason() : null;
  }

  private static OutcomeView view(Outcome outcome) {
    if (outcome
        instanceof Outcome.RefundOwed(UUID reservation, UUID _, long amount, String currency)) {
      return new OutcomeView(
          outcome.type().name(), reservation, null, amount, currency, null, null);
    }
    Outcome.Priced priced = outcome instanceof Outcome.Priced it ? it : null;
    return new OutcomeView(
        outcome.type().name(),
        outcome.reservation(),
        outcome.seats().isEmpty() ? null : outcome.seats(),
        priced == null ? null : priced.amount(),
        priced == null ? null : priced.currency(),
        outcome instanceof Outcome.Held held ? held.expiresAt() : null,
        outcome instanceof Outcome.Rejected rejected && rejected.left() > 0
            ? rejected.left()
            : null);
  }
}
