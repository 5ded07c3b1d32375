package dev.sluice.payment.call;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the payment provider is called.
 *
 * @param interval how often it is asked whether there is anything to do
 * @param atOnce how many calls a job may have under way; each waits on a virtual thread, and takes
 *     a connection to the database for a moment when it has its answer
 * @param problemAfter how long a payment or a refund may be under way before it is told
 */
@Validated
@ConfigurationProperties("sluice.payment.calls")
public record CallSettings(
    @DefaultValue("1s") @DurationMin(millis = 10) Duration interval,
    @DefaultValue("64") @Min(1) @Max(1_000) int atOnce,
    @DefaultValue("10m") @DurationMin(seconds = 1) Duration problemAfter) {}
