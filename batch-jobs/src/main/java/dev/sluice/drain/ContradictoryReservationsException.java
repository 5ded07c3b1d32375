package dev.sluice.drain;

import java.util.UUID;

/** The rows of a session's reservations contradict each other: somebody else has written them. */
final class ContradictoryReservationsException extends RuntimeException {

  ContradictoryReservationsException(int shard, UUID session, Throwable cause) {
    super("Session " + session + " of shard " + shard + ": " + cause.getMessage(), cause);
  }
}
