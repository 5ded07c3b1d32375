package dev.sluice.database;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;

/**
 * Holds a process back until the servers that it needs are there. Beans use their servers when they
 * are made, and a process that dies of that is only started again. Meanwhile its port says why it
 * is not ready.
 */
final class WaitForServers
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  private static final Logger log = LoggerFactory.getLogger(WaitForServers.class);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration LOG_INTERVAL = Duration.ofSeconds(5);

  private final List<NeededServer> servers;

  WaitForServers() {
    this(
        SpringFactoriesLoader.forDefaultResourceLocation(WaitForServers.class.getClassLoader())
            .load(NeededServer.class));
  }

  WaitForServers(List<NeededServer> servers) {
    this.servers = servers;
  }

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    Environment environment = context.getEnvironment();
    Problem problem = findProblem(environment);
    if (problem == null) {
      return;
    }
    try (var port = WaitingPort.open(environment)) {
      Instant since = Instant.now();
      long logged = 0;
      while (problem != null) {
        port.show(problem.server, problem.reason, since);
        if (logged == 0 || System.nanoTime() - logged > LOG_INTERVAL.toNanos()) {
          log.warn("Waiting for the {} since {}: {}", problem.server, since, problem.reason);
          logged = System.nanoTime();
        }
        Thread.sleep(PAUSE);
        problem = findProblem(environment);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Waiting for servers was interrupted", e);
    }
    log.info("All servers are there");
  }

  private @Nullable Problem findProblem(Environment environment) {
    for (NeededServer server : servers) {
      String reason = server.findProblem(environment);
      if (reason != null) {
        return new Problem(server.name(), reason);
      }
    }
    return null;
  }

  private record Problem(String server, String reason) {}
}
