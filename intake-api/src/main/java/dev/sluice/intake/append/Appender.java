package dev.sluice.intake.append;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.AppendCall;
import dev.sluice.contract.stream.AppendCall.Recent;
import dev.sluice.contract.stream.AppendReply;
import dev.sluice.contract.stream.AppendScript;
import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.intake.append.AppendResult.Bound;
import dev.sluice.intake.redis.RedisLink;
import dev.sluice.intake.redis.RedisUnavailableException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.Base16;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends the requests of one shard. While one call of the script is under way, those that arrive
 * gather and share the next call, so one flush to disk serves hundreds. Thread-safe. Longer than
 * others since a call and all that may end it stand together.
 */
final class Appender implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Appender.class);

  private static final byte[] NOTHING = {};

  /** A call with more would hold up the server's other clients for too long. */
  private static final int BYTES_PER_CALL_MAX = 1024 * 1024;

  /** Errors with which Redis refuses a script before its first write. */
  private static final Pattern REFUSED =
      Pattern.compile(
          "(NOSCRIPT|UNVERIFIED|OOM|LOADING|BUSY|MISCONF|READONLY|NOREPLICAS|MASTERDOWN|CLUSTERDOWN|MOVED|ASK"
              + "|TRYAGAIN|NOAUTH|NOPERM)\\b.*",
          Pattern.DOTALL);

  private final ShardKeys keys;

  /** How long the newest script is not asked for after it was missing. */
  private static final Duration OLDER_FOR = Duration.ofSeconds(10);

  private static final List<AppendScript> VERSIONS = List.of(AppendScript.values());

  /** Of every version that this process knows, the newest first. */
  private final List<String> shas;

  private final RedisLink link;
  private final long callTimeoutMillis;
  private final BlockingQueue<PendingAppend> waiting;
  private final Supplier<@Nullable Bound> closedGate;
  private final BooleanSupplier recentListed;
  private final ReplicaDisks disks;
  private final Supplier<@Nullable String> obstacle;
  private final DistributionSummary batchSizes;
  private final Timer calls;
  private final AppendCounters results;
  private final AppendSettings settings;
  private final Thread sender;
  private @Nullable PendingAppend heldBack;
  private int older;
  private long olderUntil = System.nanoTime();
  private volatile boolean closed;

  Appender(
      ShardKeys keys,
      AppendSettings settings,
      RedisLink link,
      long callTimeoutMillis,
      ReplicaDisks disks,
      Supplier<@Nullable Bound> closedGate,
      BooleanSupplier recentListed,
      Supplier<@Nullable String> obstacle,
      MeterRegistry meters) {
    this.keys = keys;
    this.shas =
        AppendScript.versionsForShard(keys.shard()).stream()
            .map(text -> Base16.digest(text.getBytes(US_ASCII)))
            .toList();
    this.link = link;
    this.callTimeoutMillis = callTimeoutMillis;
    this.waiting = new ArrayBlockingQueue<>(settings.waitingMax());
    this.closedGate = closedGate;
    this.recentListed = recentListed;
    this.disks = disks;
    this.obstacle = obstacle;
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
    this.results = new AppendCounters(shard, meters);
    this.settings = settings;
    this.sender = Thread.ofVirtual().name("append-" + shard).start(this::send);
  }

  /** Takes a request; the future is never completed exceptionally. */
  CompletableFuture<AppendResult> append(Request request) {
    PendingAppend pending = PendingAppend.of(request);
    var _ = pending.result().thenAccept(results::count);
    String unsafe = obstacle.get();
    if (unsafe != null) {
      pending.result().complete(new AppendResult.NotNow(unsafe));
    } else if (closed) {
      pending.result().complete(new AppendResult.NotNow("the process ends"));
    } else if (!link.isConnected()) {
      pending.result().complete(new AppendResult.NotNow("Redis is not connected"));
    } else if (!waiting.offer(pending)) {
      pending.result().complete(new AppendResult.BacklogFull(Bound.REPLICA));
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
      bytes += next.encoded().payloadLength();
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
    long began = System.nanoTime();
    int version = began - olderUntil < 0 ? older : 0;
    // While the gate is closed this only looks: a repeat is told what it stands for all the same.
    Bound gate = closedGate.get();
    try {
      for (int tried = 0; tried < shas.size(); tried++) {
        List<byte[]> replies = findReplies(version, gate, batch);
        if (replies != null) {
          complete(batch, replies, gate);
          calls.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
          return;
        }
        // A lease holder of another version loaded the others that it knows.
        version = (version + 1) % shas.size();
        older = version;
        olderUntil = System.nanoTime() + OLDER_FOR.toNanos();
      }
      log.warn("Shard {} takes nothing in: no lease holder has verified Redis", keys.shard());
      completeAll(batch, new AppendResult.NotNow("NOSCRIPT"));
    } catch (RedisUnavailableException e) {
      completeAll(batch, new AppendResult.NotNow("Redis is not connected"));
    } catch (ExecutionException e) {
      completeAll(batch, failure(e.getCause()));
    } catch (TimeoutException e) {
      // Whatever is queued behind this call would be late as well: seek another connection.
      link.drop();
      String why = e.getMessage() == null ? "Redis did not answer in time" : e.getMessage();
      log.warn("Shard {}: an append of {} is in doubt: {}", keys.shard(), batch.size(), why);
      completeAll(batch, new AppendResult.InDoubt(why));
    } catch (InterruptedException e) {
      completeAll(batch, new AppendResult.InDoubt("The process ended"));
    } catch (RuntimeException e) {
      log.error("Shard {}: an append was not understood", keys.shard(), e);
      completeAll(batch, new AppendResult.InDoubt("Redis' answer is unreadable"));
    }
  }

  /** What a version of the script answers; null if it is not loaded, so nothing has happened. */
  private @Nullable List<byte[]> findReplies(
      int version, @Nullable Bound gate, List<PendingAppend> batch)
      throws InterruptedException, ExecutionException, TimeoutException {
    RedisAsyncCommands<String, byte[]> commands = link.commands();
    Recent recent = recentListed.getAsBoolean() ? Recent.LISTED : Recent.COUNTED;
    // Where nothing is appended nothing is left out.
    if (recent == Recent.COUNTED && gate == null) {
      noteLeftOut(commands);
    }
    AppendCall call = callOf(VERSIONS.get(version), gate, recent, batch);
    RedisFuture<List<byte[]>> reply =
        commands.evalsha(shas.get(version), ScriptOutputType.MULTI, call.keys(), call.arguments());
    Future<Long> onDisk = disks.count(commands);
    try {
      List<byte[]> replies = reply.get(callTimeoutMillis, TimeUnit.MILLISECONDS);
      disks.require(onDisk);
      return replies;
    } catch (ExecutionException e) {
      if (String.valueOf(e.getCause()).contains("NOSCRIPT")) {
        return null;
      }
      throw e;
    }
  }

  /** Before the first that is left out, and for as long as a list would have had it. */
  private void noteLeftOut(RedisAsyncCommands<String, byte[]> commands) {
    var _ =
        commands
            .set(
                keys.recentLeftOut(),
                NOTHING,
                SetArgs.Builder.px(settings.retention().multipliedBy(2)))
            .exceptionally(
                e -> {
                  log.warn("Shard {}: lists may pass for whole", keys.shard(), e);
                  return null;
                });
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

  private static void complete(
      List<PendingAppend> batch, List<byte[]> replies, @Nullable Bound gate) {
    if (replies.size() != batch.size()) {
      throw new IllegalStateException(replies.size() + " replies to " + batch.size() + " requests");
    }
    for (int i = 0; i < replies.size(); i++) {
      PendingAppend pending = batch.get(i);
      pending.result().complete(pending.resultOf(AppendReply.parse(replies.get(i)), gate));
    }
  }

  private static void completeAll(List<PendingAppend> batch, AppendResult result) {
    batch.forEach(pending -> pending.result().complete(result));
  }

  private AppendCall callOf(
      AppendScript version, @Nullable Bound gate, Recent recent, List<PendingAppend> batch) {
    var limit =
        new AppendCall.Limit(
            gate == null ? settings.entriesMax() : 0,
            settings.ageMax(),
            settings.retention(),
            recent);
    return AppendCall.of(
        version, keys, limit, Instant.now(), batch.stream().map(PendingAppend::encoded).toList());
  }
}
