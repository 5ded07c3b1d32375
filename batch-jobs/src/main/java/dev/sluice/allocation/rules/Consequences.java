package dev.sluice.allocation.rules;

import dev.sluice.allocation.snapshot.SessionState;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What changes of a session let happen to others of it, right behind the outcome or transition that
 * made the changes. It is asked again after each consequence, on the session as that one left it,
 * until nothing more follows. It reads and never changes.
 */
@FunctionalInterface
public interface Consequences {

  /**
   * The next consequence; null if nothing more follows.
   *
   * @param session in which something was changed
   * @param moment when that was: the instant that lets it happen stands for the accepted one
   * @param number that the transition will have
   * @param aside reservations that are passed over: the rules failed on them before
   */
  @Nullable Consequence next(SessionState session, Moment moment, long number, Set<UUID> aside);
}
