package dev.sluice.intake.append;

import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.AppendCall;
import dev.sluice.contract.stream.AppendReply;
import dev.sluice.contract.stream.RememberedRequest;
import dev.sluice.intake.append.AppendResult.Bound;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

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

  /**
   * What the script's reply means.
   *
   * @param gate what was full when it was called; null if nothing was
   */
  AppendResult resultOf(AppendReply reply, @Nullable Bound gate) {
    return switch (reply) {
      case AppendReply.Remembered(RememberedRequest remembered, boolean repeated) ->
          repeated && !remembered.digest().equals(encoded.request().digest())
              ? new AppendResult.IdReused()
              : new AppendResult.Queued(remembered, repeated);
      case AppendReply.Full(AppendReply.Bound bound) ->
          switch (bound) {
            case ENTRIES -> new AppendResult.BacklogFull(gate == null ? Bound.ENTRIES : gate);
            case AGE -> new AppendResult.BacklogFull(gate == null ? Bound.AGE : gate);
            case CUSTOMER -> new AppendResult.CallerFull();
          };
    };
  }
}
