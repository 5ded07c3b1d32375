package dev.sluice.intake.append;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.contract.CommandJson;
import dev.sluice.contract.Digest;
import dev.sluice.contract.Request;
import dev.sluice.contract.ShardKeys;
import java.util.concurrent.CompletableFuture;

/**
 * A request on its way into a stream, encoded by the thread that brought it.
 *
 * @param key of what is remembered of its id
 * @param recentKey of its customer's recent requests
 * @param digest what tells it from another request under its id
 * @param arguments six of the append script: id, session, customer, type, digest, payload
 * @param result completed with what became of it, never exceptionally
 */
record PendingAppend(
    String key,
    String recentKey,
    Digest digest,
    byte[][] arguments,
    CompletableFuture<AppendResult> result) {

  static PendingAppend of(ShardKeys keys, Request request) {
    byte[][] arguments = {
      ascii(request.id().toString()),
      ascii(request.session().toString()),
      ascii(request.customer()),
      ascii(request.command().type().name()),
      ascii(request.digest().toString()),
      CommandJson.write(request.command())
    };
    return new PendingAppend(
        keys.request(request.session(), request.id()),
        keys.recent(request.customer()),
        request.digest(),
        arguments,
        new CompletableFuture<>());
  }

  int payloadLength() {
    return arguments[arguments.length - 1].length;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
