package dev.sluice.expiry;

import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.time.ZoneId;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the end of holds.
 *
 * @param interval how often it is asked what is due: a hold ends that much later at most, and by
 *     what the drain takes
 * @param enabled whether time is let in at all: not before all processes know of pulses
 * @param sweepCron when the job looks through all reservations
 * @param zone of that time
 */
@Validated
@ConfigurationProperties(ExpirySettings.PREFIX)
public record ExpirySettings(
    @DefaultValue("500ms") @DurationMin(millis = 10) Duration interval,
    @DefaultValue("true") boolean enabled,
    @DefaultValue("0 0 0 * * ?") @NotBlank String sweepCron,
    @DefaultValue("Asia/Seoul") ZoneId zone) {

  static final String PREFIX = "sluice.expiry";
}
