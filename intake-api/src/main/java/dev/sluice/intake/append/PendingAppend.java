package dev.sluice.intake.append;

import dev.sluice.contract.AppendCall;
import dev.sluice.contract.Request;
import java.util.concurrent.CompletableFuture;

/**
 * A request on its way into a stream, encoded by the thread that brought it.
 *
 * @param encoded the request
 * @param result completed with what became of it, never exceptionally
 */
record PendingAppend(AppendCall.Encoded encoded, CompletableFuture<AppendResult> result) {

  static PendingAppend of(Request request) {
    return new PendingAppend(AppendCall.Encoded.of(request), new CompletableFuture<>());
  }
}
