package dev.sluice.intake.redis;

import io.lettuce.core.resource.ClientResources;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What all connections to Redis share. */
@Configuration(proxyBeanMethods = false)
class RedisConfiguration {

  /** One timer and one set of event loops; Spring's own would also observe every command. */
  @Bean(destroyMethod = "shutdown")
  ClientResources redisResources() {
    return ClientResources.create();
  }
}
