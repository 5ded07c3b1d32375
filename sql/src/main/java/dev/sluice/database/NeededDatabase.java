package dev.sluice.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Waits until the database lets us in and answers. */
final class NeededDatabase implements NeededServer {

  private static final Logger log = LoggerFactory.getLogger(NeededDatabase.class);
  private static final int ANSWER_MAX_SECONDS = 2;

  @Override
  public String name() {
    return "database";
  }

  @Override
  public @Nullable String findProblem(Environment environment) {
    String url = environment.getProperty("spring.datasource.url");
    if (url == null) {
      return null;
    }
    Properties properties =
        Binder.get(environment).bindOrCreate("sluice.database", DatabaseSettings.class).driver();
    properties.setProperty("user", environment.getProperty("spring.datasource.username", ""));
    properties.setProperty("password", environment.getProperty("spring.datasource.password", ""));
    try (Connection connection = DriverManager.getConnection(url, properties)) {
      return connection.isValid(ANSWER_MAX_SECONDS) ? null : "it does not answer";
    } catch (SQLException e) {
      log.debug("The database cannot be used yet", e);
      return isAway(e) ? "no connection to it can be opened" : null;
    }
  }

  /** SQLSTATE class 08 is the connection's; anything else was said by a server that is there. */
  private static boolean isAway(SQLException e) {
    return e instanceof SQLTransientConnectionException
        || e instanceof SQLTimeoutException
        || (e.getSQLState() != null && e.getSQLState().startsWith("08"));
  }
}
