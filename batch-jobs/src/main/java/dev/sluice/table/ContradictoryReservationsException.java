package dev.sluice.table;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of a session's reservations contradict each other: somebody else has written them. */
public final class ContradictoryReservationsException extends RuntimeException {

  public ContradictoryReservationsException(int shard, UUID session, @Nullable String detail) {
    super("Session " + session + " of shard " + shard + ": " + detail);
  }
}
