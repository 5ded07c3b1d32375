package dev.sluice.web.security;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Which tokens are valid. Either a secret or a JWK set is given, not both.
 *
 * @param secret for HS256, at least 32 bytes: development, tests, the embedded mode
 * @param jwkSetUri where the public keys of an issuer are, for RS256, PS256 and ES256
 * @param issuer required value of {@code iss}
 * @param audience required among the values of {@code aud}
 */
@Validated
@ConfigurationProperties("sluice.security.jwt")
record SecuritySettings(
    @Nullable @Size(min = 32) String secret,
    @Nullable URI jwkSetUri,
    @NotBlank @DefaultValue("https://sluice.dev") String issuer,
    @NotBlank @DefaultValue("sluice") String audience) {

  SecuritySettings {
    if ((secret == null) == (jwkSetUri == null)) {
      throw new IllegalArgumentException(
          "Give either sluice.security.jwt.secret (HS256) or sluice.security.jwt.jwk-set-uri"
              + " (public keys)");
    }
  }
}
