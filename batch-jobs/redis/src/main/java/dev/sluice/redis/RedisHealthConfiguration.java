package dev.sluice.redis;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What health says of Redis, with reasons. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(HealthIndicator.class)
public class RedisHealthConfiguration {

  /**
   * Whether it answers now. In place of Spring's own, whose one connection is not replaced when a
   * command on it has no answer.
   */
  @Bean
  HealthIndicator redisHealthIndicator(RedisWatch watch) {
    return () -> health(watch.findAbsence());
  }

  /** Whether requests may be accepted: it was there once, and keeps what it acknowledges. */
  @Bean
  HealthIndicator redisReadinessHealthIndicator(RedisWatch watch) {
    return () -> health(watch.findObstacle());
  }

  private static Health health(@Nullable String problem) {
    return problem == null
        ? Health.up().build()
        : Health.down().withDetail("reason", problem).build();
  }
}
