package dev.sluice.intake.outcome;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What is kept of outcomes in memory.
 *
 * @param memoryPerShard bytes of recent slices, compressed, that are kept of each shard
 * @param decodedMax slices that are kept decoded, over all shards; one of 4,096 requests takes some
 *     4 MB
 * @param rememberedMax request ids whose place in the stream is kept, to ask Redis less and to
 *     answer without it
 * @param waitMax longest wait of one call for an outcome
 * @param waitingMax clients that may wait at once; further ones are answered at once
 * @param idleCheck how often the journal is looked at while nothing comes from Redis
 */
@Validated
@ConfigurationProperties("sluice.outcomes")
public record OutcomeSettings(
    @NotNull @DefaultValue("64MB") DataSize memoryPerShard,
    @Min(1) @DefaultValue("24") int decodedMax,
    @Min(1) @DefaultValue("200000") int rememberedMax,
    @NotNull @DefaultValue("30s") Duration waitMax,
    @Min(1) @DefaultValue("20000") int waitingMax,
    @NotNull @DefaultValue("2s") Duration idleCheck) {}
