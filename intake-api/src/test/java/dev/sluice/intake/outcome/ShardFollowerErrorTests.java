package dev.sluice.intake.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.failure.EndAtError;
import dev.sluice.intake.outcome.settlement.ShardSettlements;
import dev.sluice.intake.outcome.waiting.Waiters;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.util.unit.DataSize;

/**
 * An Error on a thread that others count on. Seen to fail: without the handler the process lives on
 * until it is killed, and all who ask it read QUEUED for ever.
 */
class ShardFollowerErrorTests {

  @ParameterizedTest
  @ValueSource(strings = {"follower", "watcher"})
  void endsTheProcess(String thread) throws IOException, InterruptedException {
    Process process = start(thread);
    try {
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("ended by itself").isTrue();
      assertThat(process.exitValue()).isEqualTo(EndAtError.STATUS);
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process start(String thread) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Victim.class.getName(),
            thread)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Another process: a follower on servers that are away, with an Error planted. */
  static final class Victim {

    private Victim() {}

    public static void main(String[] arguments) throws InterruptedException {
      EndAtError.install();
      String where = arguments[0];
      var journal = new JournalSlices(JdbcClient.create(new Broken(where.equals("watcher"))));
      var times = Executors.newScheduledThreadPool(1);
      var memory = new SliceMemory(1, JournalSlices.Position.START);
      try (var follower =
          new ShardFollower(
              0,
              memory,
              () -> {
                if (where.equals("follower")) {
                  throw new OutOfMemoryError("planted");
                }
                throw new IllegalStateException("Redis is away");
              },
              Duration.ofSeconds(1),
              journal,
              Duration.ofMillis(100),
              new Waiters<>(times, Runnable::run),
              new ShardSettlements(
                  memory,
                  SliceMessage::elements,
                  DataSize.ofMegabytes(1),
                  new Waiters<>(times, Runnable::run)))) {
        assertThat(follower.isLive()).isFalse();
        Thread.currentThread().join();
      }
    }
  }

  private static final class Broken extends AbstractDataSource {

    private final boolean beyondRepair;

    Broken(boolean beyondRepair) {
      this.beyondRepair = beyondRepair;
    }

    @Override
    public Connection getConnection() throws SQLException {
      if (beyondRepair) {
        throw new OutOfMemoryError("planted");
      }
      throw new SQLException("The database is away");
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
      return getConnection();
    }
  }
}
