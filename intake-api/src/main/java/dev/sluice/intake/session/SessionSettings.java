package dev.sluice.intake.session;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What is kept of sessions in memory.
 *
 * @param memory bytes of sessions that are kept
 * @param hallMemory bytes of halls that are kept
 * @param freshFor how long a session is kept before its terms are read again
 * @param absentFor how long it is kept that there is no such session
 * @param seatMapMemory bytes of seat maps that are kept
 * @param seatMapLagMax undecoded slices above which a seat map is read again instead
 */
@Validated
@ConfigurationProperties("sluice.sessions")
record SessionSettings(
    @NotNull @DefaultValue("16MB") DataSize memory,
    @NotNull @DefaultValue("32MB") DataSize hallMemory,
    @NotNull @DefaultValue("1m") Duration freshFor,
    @NotNull @DefaultValue("2s") Duration absentFor,
    @NotNull @DefaultValue("32MB") DataSize seatMapMemory,
    @Min(1) @DefaultValue("64") int seatMapLagMax) {}
