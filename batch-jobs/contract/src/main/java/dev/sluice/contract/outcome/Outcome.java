package dev.sluice.contract.outcome;

import dev.sluice.contract.ErrorText;
import dev.sluice.contract.Limits;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The decision on one request. */
public sealed interface Outcome {

  /** How outcomes are counted: every drained entry is one of these. */
  enum Kind {
    /** What was asked for was done. */
    GRANTED,
    /** It waits for seats that may be freed. */
    WAITLISTED,
    /** It cannot be done. */
    REJECTED,
    /** It was decided before. */
    DUPLICATE,
    /** It could not be decided. */
    DEAD_LETTERED,
    /** The system itself had asked, and it was done. */
    SYSTEM
  }

  /** All outcomes. The names stand in JSON and are never changed. */
  enum Type {
    /** {@link Held}. */
    HELD(Kind.GRANTED, "reservation.held"),
    /** {@link Waitlisted}. */
    WAITLISTED(Kind.WAITLISTED, "reservation.waitlisted"),
    /** {@link Left}. */
    LEFT(Kind.GRANTED, "reservation.left"),
    /** {@link Cancelled}. */
    CANCELLED(Kind.GRANTED, "reservation.cancelled"),
    /** {@link Paying}. */
    PAYING(Kind.GRANTED, "reservation.paying"),
    /** {@link Confirmed}. */
    CONFIRMED(Kind.GRANTED, "reservation.confirmed"),
    /** {@link Captured}. */
    CAPTURED(Kind.SYSTEM, "reservation.confirmed"),
    /** {@link Declined}. */
    DECLINED(Kind.SYSTEM, "payment.declined"),
    /** {@link RefundOwed}. */
    REFUND_OWED(Kind.SYSTEM, "payment.refund-owed"),
    /** {@link SettledBefore}. */
    SETTLED_BEFORE(Kind.SYSTEM, "payment.settled-before"),
    /** {@link Rejected}. */
    REJECTED(Kind.REJECTED, "request.rejected"),
    /** {@link Duplicate}. */
    DUPLICATE(Kind.DUPLICATE, "request.duplicate"),
    /** {@link DeadLettered}. */
    DEAD_LETTERED(Kind.DEAD_LETTERED, "request.dead-lettered"),
    /** {@link Pulsed}. */
    PULSED(Kind.SYSTEM, "session.pulsed");

    private final Kind kind;
    private final String event;

    Type(Kind kind, String event) {
      this.kind = kind;
      this.event = event;
    }

    /** How it is counted. */
    public Kind kind() {
      return kind;
    }

    /** What its event is called: {@code dev.sluice.<name>.v1}. */
    public String event() {
      return event;
    }
  }

  /** Which of them it is. */
  Type type();

  /** How it is counted. */
  default Kind kind() {
    return type().kind();
  }

  /** The reservation that it changed; null if it changed none. */
  default @Nullable UUID reservation() {
    return null;
  }

  /** The payment whose end it tells: the request id of its PAY; null if it tells of none. */
  default @Nullable UUID payment() {
    return null;
  }

  /** Labels of the seats that it names: held, given back, or the reason of a refusal. */
  default List<String> seats() {
    return List.of();
  }

  /** Labels of the seats that it gave to its reservation. */
  default List<String> taken() {
    return List.of();
  }

  /** Labels of the seats of its reservation that are paid now. */
  default List<String> sold() {
    return List.of();
  }

  /** Labels of the seats that it took from its reservation: they are free. */
  default List<String> freed() {
    return List.of();
  }

  /**
   * Whether the request's id stands for this outcome from now on: it stood for none before, and is
   * not the system's, of which there is no repeat.
   */
  default boolean isFirstOfId() {
    return kind() != Kind.DUPLICATE
        && kind() != Kind.SYSTEM
        && !(this instanceof Rejected rejected && rejected.reason() == Reason.REQUEST_ID_REUSED);
  }

  /** An outcome after which seats of a reservation cost an amount. */
  sealed interface Priced extends Outcome {

    /** What the seats that the reservation then has cost, in minor units. */
    long amount();

    /** ISO 4217 code of the amount. */
    String currency();
  }

  /**
   * Seats are held for the customer until an instant.
   *
   * @param reservation its id: the request's own id
   * @param seats labels in ordinal order
   * @param amount what they cost, in minor units
   * @param currency ISO 4217 code of the amount
   * @param expiresAt when the hold is dead unless paid
   */
  record Held(UUID reservation, List<String> seats, long amount, String currency, Instant expiresAt)
      implements Priced {

    /** Copies the list; cuts the instant to milliseconds, which is all that the journal keeps. */
    public Held {
      seats = List.copyOf(seats);
      expiresAt = expiresAt.truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public Type type() {
      return Type.HELD;
    }

    @Override
    public List<String> taken() {
      return seats;
    }
  }

  /**
   * There were too few seats, and the request waits for some. What comes of it is a transition.
   *
   * @param reservation its id: the request's own id
   * @param position its place among those that wait for seats of the session, from 1
   * @param until first instant at which it waits no longer
   */
  record Waitlisted(UUID reservation, int position, Instant until) implements Outcome {

    /** Cuts the instant to milliseconds, which is all that the journal keeps. */
    public Waitlisted {
      until = until.truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public Type type() {
      return Type.WAITLISTED;
    }
  }

  /**
   * It waits no longer, as its customer wished.
   *
   * @param reservation that waited
   */
  record Left(UUID reservation) implements Outcome {

    @Override
    public Type type() {
      return Type.LEFT;
    }
  }

  /**
   * Seats of a reservation were given back.
   *
   * @param reservation the reservation
   * @param seats labels that are free again
   * @param amount what the seats that remain cost, in minor units; 0 if none remain
   * @param currency ISO 4217 code of the amount
   */
  record Cancelled(UUID reservation, List<String> seats, long amount, String currency)
      implements Priced {

    /** Copies the list. */
    public Cancelled {
      seats = List.copyOf(seats);
    }

    @Override
    public Type type() {
      return Type.CANCELLED;
    }

    @Override
    public List<String> freed() {
      return seats;
    }
  }

  /**
   * The request cannot be granted.
   *
   * @param reason why
   * @param seats labels of the seats that are the reason; empty where seats are not
   * @param left seats of the wanted grades that are free, for {@link Reason#FEWER_LEFT}; else 0
   */
  record Rejected(Reason reason, List<String> seats, int left) implements Outcome {

    /** Copies the list. */
    public Rejected {
      seats = List.copyOf(seats);
    }

    /** A rejection that names no seats. */
    public static Rejected because(Reason reason) {
      return new Rejected(reason, List.of(), 0);
    }

    @Override
    public Type type() {
      return Type.REJECTED;
    }
  }

  /**
   * The same request was decided before; that outcome stands.
   *
   * @param first its number in the shard
   */
  record Duplicate(long first) implements Outcome {

    @Override
    public Type type() {
      return Type.DUPLICATE;
    }
  }

  /**
   * The request could not be decided, because it could not be read or the rules failed on it.
   *
   * @param error what went wrong, for an operator
   */
  record DeadLettered(String error) implements Outcome {

    /**
     * Cuts the error to {@link Limits#ERROR_LENGTH_MAX} and replaces halves of surrogate pairs and
     * U+0000 by question marks: one of them would make the whole slice unreadable in SQL.
     */
    public DeadLettered {
      error = ErrorText.wellFormed(error, Limits.ERROR_LENGTH_MAX);
    }

    @Override
    public Type type() {
      return Type.DEAD_LETTERED;
    }
  }

  /**
   * A payment is under way. What comes of it is a later outcome, which names this request as its
   * payment.
   *
   * @param reservation that is to be paid
   * @param amount what is to be paid, in minor units
   * @param currency ISO 4217 code of the amount
   */
  record Paying(UUID reservation, long amount, String currency) implements Priced {

    @Override
    public Type type() {
      return Type.PAYING;
    }
  }

  /**
   * Nothing was to be paid, so no provider was asked.
   *
   * @param reservation that is paid
   * @param seats labels of its seats, in ordinal order
   * @param amount what they cost: 0
   * @param currency ISO 4217 code of the amount
   */
  record Confirmed(UUID reservation, List<String> seats, long amount, String currency)
      implements Priced {

    /** Copies the list. */
    public Confirmed {
      seats = List.copyOf(seats);
    }

    @Override
    public Type type() {
      return Type.CONFIRMED;
    }

    @Override
    public List<String> sold() {
      return seats;
    }
  }

  /**
   * The provider has the money, and the reservation is paid.
   *
   * @param reservation that is paid
   * @param payment request id of its PAY
   * @param seats labels of its seats, in ordinal order
   * @param amount what was paid, in minor units
   * @param currency ISO 4217 code of the amount
   */
  record Captured(UUID reservation, UUID payment, List<String> seats, long amount, String currency)
      implements Priced {

    /** Copies the list. */
    public Captured {
      seats = List.copyOf(seats);
    }

    @Override
    public List<String> sold() {
      return seats;
    }

    @Override
    public Type type() {
      return Type.CAPTURED;
    }
  }

  /**
   * The provider said no: the reservation waits for payment again, until its old end.
   *
   * @param reservation that is not paid
   * @param payment request id of its PAY
   */
  record Declined(UUID reservation, UUID payment) implements Outcome {

    @Override
    public Type type() {
      return Type.DECLINED;
    }
  }

  /**
   * The provider has money that no longer pays for anything: it goes back.
   *
   * @param reservation that it was meant for
   * @param payment request id of its PAY
   * @param amount what goes back, in minor units
   * @param currency ISO 4217 code of the amount
   */
  record RefundOwed(UUID reservation, UUID payment, long amount, String currency)
      implements Outcome {

    @Override
    public Type type() {
      return Type.REFUND_OWED;
    }
  }

  /**
   * What the provider said was known, and changed nothing.
   *
   * @param reservation that was meant
   * @param payment request id of its PAY
   */
  record SettledBefore(UUID reservation, UUID payment) implements Outcome {

    @Override
    public Type type() {
      return Type.SETTLED_BEFORE;
    }
  }

  /** What was due in the session has happened, up to a slice's bound, right before this. */
  record Pulsed() implements Outcome {

    @Override
    public Type type() {
      return Type.PULSED;
    }
  }
}
