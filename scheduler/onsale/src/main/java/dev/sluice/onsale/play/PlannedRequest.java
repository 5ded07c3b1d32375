package dev.sluice.onsale.play;

import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Digest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a customer asks for.
 *
 * @param session the session
 * @param id the Idempotency-Key; null: the API makes one
 * @param customer who asks
 * @param command what for
 */
record PlannedRequest(UUID session, @Nullable UUID id, String customer, Command command) {

  /** What the drain will know the payload by. */
  Digest digest() {
    return Digest.of(customer, session, command);
  }
}
