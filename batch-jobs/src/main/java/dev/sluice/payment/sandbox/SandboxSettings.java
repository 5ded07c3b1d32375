package dev.sluice.payment.sandbox;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the sandbox.
 *
 * @param slowness how long a payment whose key begins with {@code slow_} takes
 */
public record SandboxSettings(
    @DefaultValue("5s") @DurationMin(millis = 0) @DurationMax(seconds = 60) Duration slowness) {}
