package dev.sluice.bench.world;

import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.AppendCall;
import dev.sluice.contract.stream.AppendReply;
import dev.sluice.contract.stream.AppendScript;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.RememberedRequest;
import dev.sluice.contract.stream.ShardKeys;
import io.lettuce.core.RedisFuture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls of the append script, as intakes make them, with limits that nothing here reaches. */
public final class AppendCalls {

  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

  private AppendCalls() {}

  /**
   * Calls for all requests, in order.
   *
   * @param stream what they are appended to
   * @param recent whether customers' recent requests are kept, too
   */
  public static List<AppendCall> of(
      ShardKeys keys, String stream, List<Request> requests, boolean recent) {
    var limit =
        new AppendCall.Limit(
            Long.MAX_VALUE / 2,
            Duration.ofHours(12),
            Duration.ofDays(1),
            recent ? AppendCall.Recent.LISTED : AppendCall.Recent.NEITHER);
    var calls = new ArrayList<AppendCall>();
    for (int from = 0; from < requests.size(); from += AppendScript.REQUESTS_PER_CALL_MAX) {
      int to = Math.min(requests.size(), from + AppendScript.REQUESTS_PER_CALL_MAX);
      AppendCall call =
          AppendCall.of(
              AppendScript.newest(),
              keys,
              limit,
              Instant.now(),
              requests.subList(from, to).stream().map(AppendCall.Encoded::of).toList());
      call.keys()[0] = stream;
      calls.add(call);
    }
    return calls;
  }

  /**
   * Waits for a call's answer.
   *
   * @return where its last request stands
   * @throws IllegalStateException if a request was not appended
   */
  public static EntryId requireAppended(RedisFuture<List<byte[]>> call)
      throws InterruptedException {
    try {
      EntryId last = EntryId.ZERO;
      for (byte[] reply : call.get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        if (!(AppendReply.parse(reply)
                instanceof AppendReply.Remembered(RememberedRequest remembered, boolean repeated))
            || repeated) {
          throw new IllegalStateException("Not appended: " + AppendReply.parse(reply));
        }
        last = remembered.entry();
      }
      return last;
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Redis did not append", e);
    }
  }
}
