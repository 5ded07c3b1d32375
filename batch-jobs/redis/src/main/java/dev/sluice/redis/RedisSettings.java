package dev.sluice.redis;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How every client of a process speaks to Redis. Where it is: {@code spring.data.redis.*}.
 *
 * @param connectTimeout longest wait for a connection
 * @param commandTimeout longest wait for an answer, after which the connection is replaced; what
 *     was sent may still be carried out
 * @param silenceMax how long a peer may be gone before the operating system ends the connection
 * @param durability what is asked of it
 * @param durabilityCheck how often that is looked up
 * @param replicasAcknowledging replicas that must have a request on disk before it is accepted; a
 *     Redis with replicas needs one, since any of them may take over
 */
@Validated
@ConfigurationProperties("sluice.redis")
public record RedisSettings(
    @NotNull @DefaultValue("2s") @DurationMin(millis = 1) Duration connectTimeout,
    @NotNull @DefaultValue("3s") @DurationMin(millis = 1) Duration commandTimeout,
    @NotNull @DefaultValue("10s") @DurationMin(seconds = 3) Duration silenceMax,
    @NotNull @DefaultValue("required") Durability durability,
    @NotNull @DefaultValue("10s") @DurationMin(millis = 1) Duration durabilityCheck,
    @Min(0) @DefaultValue("0") int replicasAcknowledging) {}
