package dev.sluice.intake.bulk;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How bulk calls are served.
 *
 * @param callsMax calls whose lines this replica reads and appends at once; who is still sending is
 *     not one of them
 * @param turnWait how long a call that has been sent waits for its turn among them
 */
@Validated
@ConfigurationProperties("sluice.bulk")
record BulkSettings(
    @Min(1) @DefaultValue("16") int callsMax, @DefaultValue("3s") Duration turnWait) {}
