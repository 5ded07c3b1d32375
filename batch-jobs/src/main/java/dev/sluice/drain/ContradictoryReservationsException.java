package dev.sluice.drain;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of a session's reservations contradict each other: somebody else has written them. */
final class ContradictoryReservationsException extends RuntimeException {

  ContradictoryReservationsException(int shard, UUID session, @Nullable String detail) {
    super("Session " + session + " of shard " + shard + ": " + detail);
  }
}
