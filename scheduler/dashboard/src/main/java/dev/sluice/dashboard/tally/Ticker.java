package dev.sluice.dashboard.tally;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.context.SmartLifecycle;

/** Counts every few seconds, on a thread of its own. */
public final class Ticker implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Ticker.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Tally tally;
  private final Clock clock;
  private final Duration interval;
  private @Nullable ScheduledExecutorService thread;
  private boolean failing;

  public Ticker(Tally tally, Clock clock, Duration interval) {
    this.tally = tally;
    this.clock = clock;
    this.interval = interval;
  }

  @Override
  public synchronized void start() {
    ScheduledExecutorService started =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("dashboard-tally").daemon().factory());
    var _ =
        started.scheduleWithFixedDelay(this::tick, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    thread = started;
  }

  /** A database that is away must not end the ticks. */
  private void tick() {
    try {
      tally.tick(clock.instant(), PATIENCE);
      failing = false;
    } catch (RuntimeException e) {
      log.atLevel(failing ? Level.DEBUG : Level.WARN)
          .setCause(e)
          .log("Executions are not counted; every tick tries again");
      failing = true;
    }
  }

  @Override
  public synchronized void stop() {
    ExecutorService stopping = thread;
    if (stopping != null) {
      stopping.close();
      thread = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return thread != null;
  }
}
