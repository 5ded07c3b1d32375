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
 * @param decodedMemory bytes of slices that are kept decoded, over all shards; one of 4,096
 *     requests takes some 4 MB
 * @param rememberedMemory bytes of request ids whose place in the stream is kept, to ask Redis less
 *     and to answer without it
 * @param referencesMemory bytes of clients' own notes that are kept, so that each is read once
 * @param settlementsPerShard bytes of recent settlements of payments that are kept of each shard;
 *     one takes 240
 * @param waitMax longest wait of one call for an outcome
 * @param waitingMax calls that may wait at once, long polls and streams of events; a further poll
 *     is answered at once, a further stream refused
 * @param waitingPerCallerMax calls of one caller that may wait at once; further ones are refused
 * @param idleCheck how often the journal is looked at while nothing comes from Redis
 */
@Validated
@ConfigurationProperties("sluice.outcomes")
public record OutcomeSettings(
    @NotNull @DefaultValue("16MB") DataSize memoryPerShard,
    @NotNull @DefaultValue("48MB") DataSize decodedMemory,
    @NotNull @DefaultValue("24MB") DataSize rememberedMemory,
    @NotNull @DefaultValue("8MB") DataSize referencesMemory,
    @NotNull @DefaultValue("4MB") DataSize settlementsPerShard,
    @NotNull @DefaultValue("30s") Duration waitMax,
    @Min(1) @DefaultValue("12000") int waitingMax,
    @Min(1) @DefaultValue("100") int waitingPerCallerMax,
    @NotNull @DefaultValue("2s") Duration idleCheck) {}
