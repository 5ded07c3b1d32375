package dev.sluice.contract.outcome;

import dev.sluice.contract.ErrorText;
import dev.sluice.contract.Limits;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A change that no request asked for. It takes a number of its shard like an outcome. */
public sealed interface Transition {

  /** All transitions. The names stand in JSON and are never changed. */
  enum Type {
    /** {@link SessionAdmitted}. */
    SESSION_ADMITTED("session.admitted"),
    /** {@link HoldExpired}. */
    HOLD_EXPIRED("reservation.expired"),
    /** {@link WaiterServed}. */
    WAITER_SERVED("reservation.served"),
    /** {@link WaitEnded}. */
    WAIT_ENDED("reservation.wait-ended"),
    /** {@link PutAside}. */
    PUT_ASIDE("reservation.put-aside");

    private final String event;

    Type(String event) {
      this.event = event;
    }

    /** What its event is called: {@code dev.sluice.<name>.v1}. */
    public String event() {
      return event;
    }
  }

  /** Which of them it is. */
  Type type();

  /** The session that changed. */
  UUID session();

  /** The reservation that it changed; null if it changed none. */
  default @Nullable UUID reservation() {
    return null;
  }

  /** Labels of the seats that it gave to its reservation. */
  default List<String> taken() {
    return List.of();
  }

  /** Labels of the seats that it took from its reservation: they are free. */
  default List<String> freed() {
    return List.of();
  }

  /**
   * The shard met the session for the first time: from here on the journal knows its terms, so that
   * slices can be decided again without the catalogue of that day.
   */
  record SessionAdmitted(UUID session, Terms terms) implements Transition {

    @Override
    public Type type() {
      return Type.SESSION_ADMITTED;
    }
  }

  /**
   * A hold was not paid in time; its seats are free.
   *
   * @param session the session
   * @param reservation the hold
   * @param seats labels that are free again
   */
  record HoldExpired(UUID session, UUID reservation, List<String> seats) implements Transition {

    /** Copies the list. */
    public HoldExpired {
      seats = List.copyOf(seats);
    }

    @Override
    public Type type() {
      return Type.HOLD_EXPIRED;
    }

    @Override
    public List<String> freed() {
      return seats;
    }
  }

  /**
   * Seats were freed for a reservation that waited: they are held for its customer until an
   * instant.
   *
   * @param session the session
   * @param reservation that waited
   * @param seats labels in ordinal order
   * @param amount what they cost, in minor units
   * @param currency ISO 4217 code of the amount
   * @param expiresAt when the hold is dead unless paid
   */
  record WaiterServed(
      UUID session,
      UUID reservation,
      List<String> seats,
      long amount,
      String currency,
      Instant expiresAt)
      implements Transition {

    /** Copies the list; cuts the instant to milliseconds, which is all that the journal keeps. */
    public WaiterServed {
      seats = List.copyOf(seats);
      expiresAt = expiresAt.truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public Type type() {
      return Type.WAITER_SERVED;
    }

    @Override
    public List<String> taken() {
      return seats;
    }
  }

  /**
   * A reservation waited as long as it wished, or until the sale's end, and got no seats.
   *
   * @param session the session
   * @param reservation that waited
   */
  record WaitEnded(UUID session, UUID reservation) implements Transition {

    @Override
    public Type type() {
      return Type.WAIT_ENDED;
    }
  }

  /**
   * The rules failed on what was due for a reservation, or on one that waits. It is as it was, and
   * the rest of the slice passes it over; a later slice tries again.
   *
   * @param session the session
   * @param reservation on which they failed
   * @param error what went wrong, for an operator
   */
  record PutAside(UUID session, UUID reservation, String error) implements Transition {

    /**
     * Cuts the error to {@link Limits#ERROR_LENGTH_MAX} and replaces what would make the slice
     * unreadable in SQL, as a dead letter does.
     */
    public PutAside {
      error = ErrorText.wellFormed(error, Limits.ERROR_LENGTH_MAX);
    }

    @Override
    public Type type() {
      return Type.PUT_ASIDE;
    }
  }
}
