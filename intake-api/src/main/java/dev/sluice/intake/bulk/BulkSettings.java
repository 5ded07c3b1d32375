package dev.sluice.intake.bulk;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How bulk calls are served.
 *
 * @param callsMax calls that this replica reads and appends at once; each may hold 16 MiB
 */
@Validated
@ConfigurationProperties("sluice.bulk")
record BulkSettings(@Min(1) @DefaultValue("16") int callsMax) {}
