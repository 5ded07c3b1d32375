package dev.sluice.scheduler.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.scheduler.RunningScheduler;
import dev.sluice.servers.database.Database;
import dev.sluice.servers.life.Mode;
import dev.sluice.servers.redis.Redis;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoginSessionsAwayIntegrationTests {

  private static final String PASSWORD = "correct-horse-battery";

  /** Seen to fail without the filter: it was a defect of the process, 500. */
  @Test
  void whoIsLoggedInIsToldThatTheDatabaseIsAwayAndGoesOnLater() throws Exception {
    try (Database database = Database.start(Mode.fromSystemProperty());
        Redis redis = Redis.start(Mode.fromSystemProperty());
        RunningScheduler scheduler =
            new RunningScheduler(
                List.of(
                    "--spring.datasource.url=" + database.jdbcUrl(),
                    "--spring.datasource.username=" + database.username(),
                    "--spring.datasource.password=" + database.password(),
                    "--spring.data.redis.url=" + redis.uri(),
                    "--sluice.login.local.name=admin",
                    "--sluice.login.local.password=" + PASSWORD));
        Browser person = new Browser(scheduler)) {
      person.logIn("admin", PASSWORD);
      database.kill();
      HttpResponse<String> page = person.page("/dashboard");
      assertThat(page.statusCode()).isEqualTo(503);
      assertThat(page.body()).contains("not-now", "The database does not answer");
      assertThat(page.headers().firstValue("Retry-After")).isPresent();

      database.start();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> person.page("/dashboard").body().contains(">admin</span>"));
    }
  }
}
