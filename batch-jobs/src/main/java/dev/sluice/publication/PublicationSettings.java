package dev.sluice.publication;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of publication.
 *
 * @param partitions of the topic, if it has to be created
 * @param replicas of the topic, if it has to be created; -1: the broker's default
 * @param deliveryMax how long the broker may take for an event before publishing starts again
 */
@Validated
@ConfigurationProperties("sluice.publication")
public record PublicationSettings(
    @DefaultValue("6") @Min(1) int partitions,
    @DefaultValue("-1") @Min(-1) @Max(9) short replicas,
    @DefaultValue("15s") Duration deliveryMax) {}
