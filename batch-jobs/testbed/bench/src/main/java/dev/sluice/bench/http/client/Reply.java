package dev.sluice.bench.http.client;

import java.nio.charset.StandardCharsets;

/**
 * An answer of the server.
 *
 * @param status its status
 * @param body its body, whole
 */
public record Reply(int status, byte[] body) {

  private static final int OK = 200;
  private static final int ACCEPTED = 202;

  /** Whether the request was accepted: 202. */
  public boolean isAccepted() {
    return status == ACCEPTED;
  }

  /** Whether it tells what became of a request, in a body or an event. */
  public boolean hasOutcome() {
    return status == OK && text().contains("\"outcome\":{");
  }

  /** Whether it says that a request is not decided yet. */
  public boolean isQueued() {
    return status == OK && !hasOutcome();
  }

  /** The body as text, for messages. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
