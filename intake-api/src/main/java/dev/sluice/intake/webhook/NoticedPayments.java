package dev.sluice.intake.webhook;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Has the provider asked at once for payments of which it sent a notice. Anybody may send notices,
 * so they cost no more than ten statements a second, and what there is no room for is dropped: the
 * provider is asked for every open payment in any case, only later. Thread-safe.
 */
@Component
final class NoticedPayments implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(NoticedPayments.class);

  /** Does nothing for a key that nobody pays with, or whose payment is settled. */
  private static final String ASK_NOW =
      """
      UPDATE payment_attempt SET next_at = LEAST(next_at, UTC_TIMESTAMP(3))
      WHERE provider = :provider AND claimed_key IN (:keys) AND next_at IS NOT NULL
      """;

  private static final int WAITING_MAX = 2_000;
  private static final int KEYS_MAX = 100;
  private static final Duration PAUSE = Duration.ofMillis(100);

  /** Who repeats a notice does not have the provider asked for ever. */
  private static final Duration ONCE_IN = Duration.ofSeconds(2);

  private final JdbcClient jdbc;
  private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private final Cache<String, Boolean> lately =
      Caffeine.newBuilder()
          .maximumSize(10_000)
          .expireAfterWrite(ONCE_IN)
          .executor(Runnable::run)
          .build();
  private final Counter dropped;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  NoticedPayments(JdbcClient jdbc, MeterRegistry meters) {
    this.jdbc = jdbc;
    this.dropped =
        Counter.builder("sluice.payment.notices.dropped")
            .description("Notices of payment providers for which there was no room")
            .register(meters);
    this.thread = Thread.ofVirtual().name("payment-notices").start(this::work);
  }

  /** Takes note of one; nothing waits for what comes of it. */
  void add(String paymentKey) {
    if (lately.asMap().putIfAbsent(paymentKey, true) == null && !waiting.offer(paymentKey)) {
      dropped.increment();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
  }

  private void work() {
    var keys = new ArrayList<String>();
    try {
      do {
        keys.add(waiting.take());
        waiting.drainTo(keys, KEYS_MAX - 1);
        askNow(keys);
        keys.clear();
      } while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      log.debug("Notices of payments are no longer heeded");
    }
  }

  private void askNow(List<String> keys) {
    try {
      jdbc.sql(ASK_NOW).param("provider", WebhookController.TOSS).param("keys", keys).update();
    } catch (DataAccessException e) {
      dropped.increment(keys.size());
      log.warn("Notices of {} payments are passed over", keys.size(), e);
    }
  }
}
