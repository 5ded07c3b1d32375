package dev.sluice.onsale.play;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;

/**
 * Sends what the examples of the API's description ask about, so that each of them finds something
 * when it is tried. Of the demo data.
 */
public final class Examples {

  private static final UUID SESSION = UUID.fromString("d0000000-0000-4000-8000-000000000101");
  private static final UUID REQUEST = UUID.fromString("0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e77");
  private static final UUID BULK = UUID.fromString("0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e99");
  private static final int ACCEPTED = 202;

  private Examples() {}

  /**
   * Submits a reservation and a bulk call of that customer.
   *
   * @throws IllegalStateException if one of them is not accepted
   */
  public static void submit(Api api, String customer) throws InterruptedException {
    try {
      require(api.reserve(customer, SESSION, REQUEST, "{\"seats\": [\"F1-7-12\", \"F1-7-13\"]}"));
      String line = "{\"session\": \"%s\", \"seats\": [\"F2-7-12\"]}".formatted(SESSION);
      require(api.bulk(customer, BULK, "application/x-ndjson", line));
    } catch (IOException e) {
      throw new UncheckedIOException("The examples could not be sent", e);
    }
  }

  private static void require(Reply reply) {
    if (reply.status() != ACCEPTED) {
      throw new IllegalStateException("An example was not accepted: " + reply);
    }
  }
}
