package dev.sluice.database;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Gives every pool of the process its timeouts, before its first connection. */
final class PoolTimeouts implements BeanPostProcessor {

  /** A database that was there a moment ago may be slow with the pool's first connection. */
  private static final Duration FIRST_CONNECTION_MAX = Duration.ofMinutes(1);

  private final ObjectProvider<DatabaseSettings> settings;

  PoolTimeouts(ObjectProvider<DatabaseSettings> settings) {
    this.settings = settings;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    if (bean instanceof HikariDataSource pool) {
      DatabaseSettings timeouts = settings.getObject();
      pool.setConnectionTimeout(timeouts.poolTimeout().toMillis());
      pool.setValidationTimeout(timeouts.poolTimeout().dividedBy(2).toMillis());
      pool.setInitializationFailTimeout(FIRST_CONNECTION_MAX.toMillis());
      timeouts.driver().forEach((key, value) -> pool.addDataSourceProperty((String) key, value));
    }
    return bean;
  }
}
