package dev.sluice.intake.session;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What is kept of sessions in memory.
 *
 * @param cachedMax sessions kept
 * @param freshFor how long a session is kept before its terms are read again
 * @param absentFor how long it is kept that there is no such session
 * @param seatMapsMax sessions whose seat map is kept
 * @param seatMapLagMax undecoded slices above which a seat map is read again instead
 */
@Validated
@ConfigurationProperties("sluice.sessions")
record SessionSettings(
    @Min(1) @DefaultValue("10000") int cachedMax,
    @NotNull @DefaultValue("1m") Duration freshFor,
    @NotNull @DefaultValue("2s") Duration absentFor,
    @Min(1) @DefaultValue("32") int seatMapsMax,
    @Min(1) @DefaultValue("64") int seatMapLagMax) {}
