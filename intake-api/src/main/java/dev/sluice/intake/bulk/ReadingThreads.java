package dev.sluice.intake.bulk;

import dev.sluice.web.problem.HttpProblem;
import dev.sluice.web.problem.Problem;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Half of the processors' worth of threads, and not virtual ones. Reading a large body is nothing
 * but work, up to a second of it: on the few threads that carry the virtual ones, a handful of
 * bodies would keep every other call waiting, health included. The system's own scheduler shares
 * the processors between these threads and those.
 */
@Component
final class ReadingThreads implements DisposableBean {

  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
          Thread.ofPlatform().daemon().name("bulk-reading-", 0).factory());

  /** Has one of the threads do it, and waits. */
  <T> T call(Supplier<T> work) {
    try {
      return threads.submit(work::get).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.of(HttpProblem.NOT_NOW, "This process ends. Nothing was accepted.")
          .retryAfter(Duration.ofSeconds(1));
    }
  }

  @Override
  public void destroy() {
    threads.shutdownNow();
  }
}
