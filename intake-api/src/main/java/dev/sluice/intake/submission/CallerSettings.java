package dev.sluice.intake.submission;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How much one caller may send to one replica.
 *
 * @param requestsPerSecond single requests
 * @param requestsBurst single requests at once after a pause
 * @param linesPerSecond lines of bulk calls
 * @param linesBurst lines of bulk calls at once after a pause; at least those of one call
 * @param readsPerSecond calls that read
 * @param readsBurst calls that read at once after a pause
 * @param callersMax callers that are remembered
 */
@Validated
@ConfigurationProperties("sluice.callers")
record CallerSettings(
    @Positive @DefaultValue("2000") double requestsPerSecond,
    @Min(1) @DefaultValue("5000") long requestsBurst,
    @Positive @DefaultValue("50000") double linesPerSecond,
    @Min(1) @DefaultValue("200000") long linesBurst,
    @Positive @DefaultValue("2000") double readsPerSecond,
    @Min(1) @DefaultValue("5000") long readsBurst,
    @Min(1) @DefaultValue("50000") int callersMax) {}
