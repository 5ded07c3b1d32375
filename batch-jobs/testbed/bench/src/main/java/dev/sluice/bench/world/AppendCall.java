package dev.sluice.bench.world;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.contract.AppendScript;
import dev.sluice.contract.CommandJson;
import dev.sluice.contract.Request;
import dev.sluice.contract.ShardKeys;
import dev.sluice.contract.StreamEntry;
import io.lettuce.core.RedisFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A call of the append script, as intakes make it, with limits that nothing here reaches.
 *
 * @param keys its keys. Not to be changed
 * @param arguments its arguments. Not to be changed
 */
public record AppendCall(String[] keys, byte[][] arguments) {

  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

  /**
   * Calls for all requests, in order.
   *
   * @param stream what they are appended to
   * @param recent whether customers' recent requests are kept, too
   */
  public static List<AppendCall> of(
      ShardKeys keys, String stream, List<Request> requests, boolean recent) {
    var calls = new ArrayList<AppendCall>();
    for (int from = 0; from < requests.size(); from += AppendScript.REQUESTS_PER_CALL_MAX) {
      int to = Math.min(requests.size(), from + AppendScript.REQUESTS_PER_CALL_MAX);
      calls.add(call(keys, stream, requests.subList(from, to), recent));
    }
    return calls;
  }

  /**
   * Waits for a call's answer.
   *
   * @return what is remembered of its last request
   * @throws IllegalStateException if a request was not appended
   */
  public static String requireAppended(RedisFuture<List<byte[]>> call) throws InterruptedException {
    try {
      String last = "";
      for (byte[] reply : call.get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        last = new String(reply, US_ASCII);
        if (!last.startsWith("A ")) {
          throw new IllegalStateException("Not appended: " + last);
        }
      }
      return last;
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Redis did not append", e);
    }
  }

  private static AppendCall call(
      ShardKeys keys, String stream, List<Request> requests, boolean recent) {
    int count = requests.size();
    var names = new String[2 + (recent ? 2 : 1) * count];
    names[0] = stream;
    names[1] = keys.verified();
    var arguments = new ArrayList<byte[]>(4 + 6 * count);
    arguments.add(ascii(Long.toString(Long.MAX_VALUE / 2)));
    arguments.add(ascii(Long.toString(TimeUnit.DAYS.toMillis(1))));
    arguments.add(ascii(Long.toString(TimeUnit.DAYS.toSeconds(1))));
    arguments.add(ascii(Integer.toString(StreamEntry.SCHEMA_VERSION)));
    for (int i = 0; i < count; i++) {
      Request request = requests.get(i);
      names[2 + i] = keys.request(request.session(), request.id());
      if (recent) {
        names[2 + count + i] = keys.recent(request.customer());
      }
      arguments.add(ascii(request.id().toString()));
      arguments.add(ascii(request.session().toString()));
      arguments.add(ascii(request.customer()));
      arguments.add(ascii(request.command().type().name()));
      arguments.add(ascii(request.digest().toString()));
      arguments.add(CommandJson.write(request.command()));
    }
    return new AppendCall(names, arguments.toArray(byte[][]::new));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
