package dev.sluice.rig.evidence.client;

import java.util.UUID;

/** What names a request: ids are scoped to a session. */
public record RequestKey(UUID session, UUID id) {

  @Override
  public String toString() {
    return "request " + id + " of session " + session;
  }
}
