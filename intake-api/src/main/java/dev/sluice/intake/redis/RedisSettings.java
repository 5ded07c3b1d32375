package dev.sluice.intake.redis;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How this process speaks to Redis. Where it is: {@code spring.data.redis.*}.
 *
 * @param callTimeout longest wait for an answer; what was sent may still be carried out after it
 * @param connectTimeout longest wait for a connection
 * @param relaxedDurability whether to serve although {@code appendfsync} or the eviction policy
 *     would let Redis lose accepted requests
 */
@Validated
@ConfigurationProperties("sluice.intake")
public record RedisSettings(
    @NotNull @DefaultValue("3s") Duration callTimeout,
    @NotNull @DefaultValue("2s") Duration connectTimeout,
    @DefaultValue("false") boolean relaxedDurability) {}
