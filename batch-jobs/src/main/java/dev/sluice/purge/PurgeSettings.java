package dev.sluice.purge;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.time.ZoneId;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of what is removed.
 *
 * @param metadataCron when old executions are
 * @param zone of that time
 * @param metadataRetention for how long executions are kept after their end
 * @param chunk executions that are looked at in one transaction: its locks are short, and its
 *     statements are lists of ids
 */
@Validated
@ConfigurationProperties("sluice.purge")
public record PurgeSettings(
    @DefaultValue("0 30 4 * * ?") @NotBlank String metadataCron,
    @DefaultValue("Asia/Seoul") ZoneId zone,
    @DefaultValue("30d") @DurationMin(days = 1) Duration metadataRetention,
    @DefaultValue("500") @Min(1) @Max(1_000) int chunk) {}
