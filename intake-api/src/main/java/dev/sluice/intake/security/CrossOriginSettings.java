package dev.sluice.intake.security;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Which web pages may call from a browser.
 *
 * @param allowedOrigins origins such as {@code https://shop.example}, or {@code *}; without any, no
 *     call from another origin is spoken of, so browsers refuse them
 * @param maxAge how long a browser may keep the answer to its question
 */
@Validated
@ConfigurationProperties("sluice.cors")
record CrossOriginSettings(
    @DefaultValue List<String> allowedOrigins, @DefaultValue("1h") Duration maxAge) {}
