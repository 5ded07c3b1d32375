package dev.sluice.contract.outcome;

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
    HOLD_EXPIRED("reservation.expired");

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
}
