package dev.sluice.redis;

import io.lettuce.core.resource.ClientResources;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What all clients of a process share, Spring Data Redis too. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RedisSettings.class)
public class RedisConfiguration {

  /** One timer and one set of event loops; Spring's own would also observe every command. */
  @Bean(destroyMethod = "shutdown")
  ClientResources redisResources() {
    return ClientResources.create();
  }

  @Bean
  RedisServers redisServers(
      @Value("${spring.application.name:sluice}") String name,
      DataRedisConnectionDetails details,
      DataRedisProperties properties,
      RedisSettings settings,
      @Qualifier("redisResources") ClientResources resources) {
    return new RedisServers(name, details, properties.getUrl(), settings, resources);
  }

  @Bean
  RedisWatch redisWatch(RedisServers servers) {
    return new RedisWatch(servers);
  }

  @Bean
  LettuceClientOptionsBuilderCustomizer sameSockets(RedisSettings settings) {
    return options -> options.socketOptions(RedisServers.socketOptions(settings));
  }

  /** Spring's own is a minute. */
  @Bean
  LettuceClientConfigurationBuilderCustomizer sameTimeout(RedisSettings settings) {
    return client -> client.commandTimeout(settings.commandTimeout());
  }
}
