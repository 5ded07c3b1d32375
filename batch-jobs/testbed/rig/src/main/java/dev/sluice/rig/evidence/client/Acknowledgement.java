package dev.sluice.rig.evidence.client;

import dev.sluice.contract.request.Digest;
import dev.sluice.contract.request.Request;

/**
 * A 202 that the client got.
 *
 * @param key the request
 * @param digest of what the client sent
 * @param replayed whether the answer was marked as that to a repeat
 */
public record Acknowledgement(RequestKey key, Digest digest, boolean replayed) {

  /** The first answer to a request. */
  public static Acknowledgement of(Request request) {
    return new Acknowledgement(
        new RequestKey(request.session(), request.id()), request.digest(), false);
  }
}
