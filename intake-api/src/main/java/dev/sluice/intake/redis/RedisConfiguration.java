package dev.sluice.intake.redis;

import dev.sluice.redis.RedisHealthConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What this process shares with the other: where Redis is, and whether it is fit. */
@Configuration(proxyBeanMethods = false)
@Import({dev.sluice.redis.RedisConfiguration.class, RedisHealthConfiguration.class})
class RedisConfiguration {}
