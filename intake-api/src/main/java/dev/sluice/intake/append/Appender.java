package dev.sluice.intake.append;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.contract.AppendScript;
import dev.sluice.contract.RememberedRequest;
import dev.sluice.contract.Request;
import dev.sluice.contract.ShardKeys;
import dev.sluice.contract.StreamEntry;
import dev.sluice.intake.redis.RedisLink;
import dev.sluice.intake.redis.RedisUnavailableException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.codec.Base16;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends the requests of one shard. While one call of the script is under way, those that arrive
 * gather and share the next call, so one flush to disk serves hundreds. Thread-safe.
 */
final class Appender implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Appender.class);

  /** A call with more would hold up the server's other clients for too long. */
  private static final int BYTES_PER_CALL_MAX = 1024 * 1024;

  /** Errors with which Redis refuses a script before its first write. */
  private static final Pattern REFUSED =
      Pattern.compile(
          "(NOSCRIPT|UNVERIFIED|OOM|LOADING|BUSY|MISCONF|READONLY|NOREPLICAS|MASTERDOWN|CLUSTERDOWN|MOVED|ASK"
              + "|TRYAGAIN|NOAUTH|NOPERM)\\b.*",
          Pattern.DOTALL);

  private final ShardKeys keys;
  private final String sha;
  private final RedisLink link;
  private final long callTimeoutMillis;
  private final BlockingQueue<PendingAppend> waiting;
  private final Supplier<@Nullable String> closedGate;
  private final DistributionSummary batchSizes;
  private final Timer calls;
  private final byte[][] limits;
  private final Thread sender;
  private @Nullable PendingAppend heldBack;
  private volatile boolean closed;

  Appender(
      ShardKeys keys,
      AppendSettings settings,
      RedisLink link,
      long callTimeoutMillis,
      Supplier<@Nullable String> closedGate,
      MeterRegistry meters) {
    this.keys = keys;
    this.sha = Base16.digest(AppendScript.forShard(keys.shard()).getBytes(US_ASCII));
    this.link = link;
    this.callTimeoutMillis = callTimeoutMillis;
    this.waiting = new ArrayBlockingQueue<>(settings.waitingMax());
    this.closedGate = closedGate;
    String shard = Integer.toString(keys.shard());
    this.batchSizes =
        DistributionSummary.builder("sluice.intake.append.requests")
            .description("Requests that share a call of the append script")
            .tag("shard", shard)
            .register(meters);
    this.calls =
        Timer.builder("sluice.intake.append.call")
            .description("Calls of the append script, with the flush to disk")
            .tag("shard", shard)
            .register(meters);
    this.limits =
        new byte[][] {
          number(settings.entriesMax()),
          number(settings.ageMax().toMillis()),
          number(settings.retention().toSeconds()),
          number(StreamEntry.SCHEMA_VERSION)
        };
    this.sender = Thread.ofVirtual().name("append-" + shard).start(this::send);
  }

  /** Takes a request; the future is never completed exceptionally. */
  CompletableFuture<AppendResult> append(Request request) {
    PendingAppend pending = PendingAppend.of(keys, request);
    String why = closedGate.get();
    if (why != null) {
      log.debug("Shard {} takes nothing in: {}", keys.shard(), why);
      pending.result().complete(new AppendResult.BacklogFull());
    } else if (closed) {
      pending.result().complete(new AppendResult.NotNow("the process ends"));
    } else if (!link.isConnected()) {
      pending.result().complete(new AppendResult.NotNow("Redis is not connected"));
    } else if (!waiting.offer(pending)) {
      pending.result().complete(new AppendResult.BacklogFull());
    }
    return pending.result();
  }

  /** Sends what has arrived, then ends. */
  @Override
  public void close() {
    closed = true;
    sender.interrupt();
    try {
      sender.join(callTimeoutMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    link.close();
  }

  private void send() {
    var batch = new ArrayList<PendingAppend>(AppendScript.REQUESTS_PER_CALL_MAX);
    while (gather(batch)) {
      call(batch);
      batch.clear();
    }
  }

  /** Waits for a request and takes with it what else is there. False at the end. */
  private boolean gather(List<PendingAppend> batch) {
    PendingAppend next = heldBack == null ? takeFirst() : heldBack;
    heldBack = null;
    int bytes = 0;
    while (next != null) {
      bytes += next.payloadLength();
      if (!batch.isEmpty() && bytes > BYTES_PER_CALL_MAX) {
        heldBack = next;
        return true;
      }
      batch.add(next);
      next = batch.size() < AppendScript.REQUESTS_PER_CALL_MAX ? waiting.poll() : null;
    }
    return !batch.isEmpty();
  }

  private @Nullable PendingAppend takeFirst() {
    try {
      return closed ? waiting.poll() : waiting.take();
    } catch (InterruptedException e) {
      return waiting.poll();
    }
  }

  private void call(List<PendingAppend> batch) {
    batchSizes.record(batch.size());
    RedisFuture<List<byte[]>> reply;
    try {
      reply =
          link.commands().evalsha(sha, ScriptOutputType.MULTI, keysOf(batch), argumentsOf(batch));
    } catch (RedisUnavailableException e) {
      completeAll(batch, new AppendResult.NotNow("Redis is not connected"));
      return;
    } catch (RuntimeException e) {
      log.warn("Shard {}: the append script could not be sent", keys.shard(), e);
      completeAll(batch, new AppendResult.InDoubt("The call failed"));
      return;
    }
    long began = System.nanoTime();
    await(reply, batch);
    calls.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
  }

  private void await(RedisFuture<List<byte[]>> reply, List<PendingAppend> batch) {
    try {
      complete(batch, reply.get(callTimeoutMillis, TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      completeAll(batch, failure(e.getCause()));
    } catch (TimeoutException e) {
      // Whatever is queued behind this call would be late as well: seek another connection.
      link.drop();
      log.warn("Shard {}: no answer to an append of {}", keys.shard(), batch.size());
      completeAll(batch, new AppendResult.InDoubt("Redis did not answer in time"));
    } catch (InterruptedException e) {
      completeAll(batch, new AppendResult.InDoubt("The process ended"));
    } catch (RuntimeException e) {
      log.error("Shard {}: an answer of the append script is unreadable", keys.shard(), e);
      completeAll(batch, new AppendResult.InDoubt("Redis' answer is unreadable"));
    }
  }

  private AppendResult failure(@Nullable Throwable cause) {
    String message = cause == null ? "" : String.valueOf(cause.getMessage());
    if (cause instanceof RedisCommandExecutionException && REFUSED.matcher(message).matches()) {
      log.warn("Shard {} takes nothing in: {}", keys.shard(), message);
      return new AppendResult.NotNow(message);
    }
    log.warn("Shard {}: an append ended in doubt: {}", keys.shard(), message);
    return new AppendResult.InDoubt(message);
  }

  private static void complete(List<PendingAppend> batch, List<byte[]> replies) {
    if (replies.size() != batch.size()) {
      throw new IllegalStateException(replies.size() + " replies to " + batch.size() + " requests");
    }
    for (int i = 0; i < replies.size(); i++) {
      PendingAppend pending = batch.get(i);
      pending.result().complete(read(pending, new String(replies.get(i), US_ASCII)));
    }
  }

  private static AppendResult read(PendingAppend pending, String reply) {
    if (reply.equals("F")) {
      return new AppendResult.BacklogFull();
    }
    RememberedRequest remembered = RememberedRequest.parse(reply.substring(2));
    boolean repeated = reply.startsWith("R ");
    return repeated && !remembered.digest().equals(pending.digest())
        ? new AppendResult.IdReused()
        : new AppendResult.Queued(remembered, repeated);
  }

  private static void completeAll(List<PendingAppend> batch, AppendResult result) {
    batch.forEach(pending -> pending.result().complete(result));
  }

  private String[] keysOf(List<PendingAppend> batch) {
    var names = new String[2 + 2 * batch.size()];
    names[0] = keys.requests();
    names[1] = keys.verified();
    for (int i = 0; i < batch.size(); i++) {
      names[2 + i] = batch.get(i).key();
      names[2 + batch.size() + i] = batch.get(i).recentKey();
    }
    return names;
  }

  private byte[][] argumentsOf(List<PendingAppend> batch) {
    var arguments = new ArrayList<byte[]>(limits.length + 6 * batch.size());
    arguments.addAll(List.of(limits));
    batch.forEach(pending -> arguments.addAll(List.of(pending.arguments())));
    return arguments.toArray(byte[][]::new);
  }

  private static byte[] number(long value) {
    return Long.toString(value).getBytes(US_ASCII);
  }
}
