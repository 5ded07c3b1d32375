package dev.sluice.intake.security;

import static org.springframework.security.config.http.SessionCreationPolicy.STATELESS;

import dev.sluice.contract.Request;
import dev.sluice.intake.problem.Problem;
import dev.sluice.intake.problem.ProblemType;
import dev.sluice.intake.problem.ProblemWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/** Every call under {@code /v1} needs a token; what it may do is its scopes. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

  private static final String RESERVE = "SCOPE_reserve";
  private static final String RESERVE_BULK = "SCOPE_reserve:bulk";
  private static final String ADMIN = "SCOPE_admin";

  @Bean
  SecurityFilterChain api(HttpSecurity http, ProblemWriter problems) throws Exception {
    AuthenticationEntryPoint unauthenticated =
        (request, response, e) ->
            problems.write(
                response,
                Problem.of(
                        ProblemType.UNAUTHENTICATED,
                        "The bearer token is missing or not valid here.")
                    .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer"));
    AccessDeniedHandler forbidden =
        (request, response, e) ->
            problems.write(
                response,
                Problem.of(
                    ProblemType.FORBIDDEN, "The token lacks the scope that this call needs."));
    return http.csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .sessionManagement(sessions -> sessions.sessionCreationPolicy(STATELESS))
        .authorizeHttpRequests(
            calls ->
                calls
                    .requestMatchers(
                        HttpMethod.GET, "/v1/sessions", "/v1/sessions/*", "/v1/sessions/*/seats")
                    .authenticated()
                    .requestMatchers("/v1/**")
                    .hasAnyAuthority(RESERVE, RESERVE_BULK, ADMIN)
                    .anyRequest()
                    .permitAll())
        .oauth2ResourceServer(
            server ->
                server
                    .jwt(jwt -> {})
                    .authenticationEntryPoint(unauthenticated)
                    .accessDeniedHandler(forbidden))
        .exceptionHandling(
            errors ->
                errors.authenticationEntryPoint(unauthenticated).accessDeniedHandler(forbidden))
        .build();
  }

  /**
   * No measurements of each filter: they are a fifth of a call's time, and calls are measured as a
   * whole.
   */
  @Bean
  SecurityObservationSettings noObservations() {
    return SecurityObservationSettings.noObservations();
  }

  /** Spring's own firewall with its own rule for header values, which it has as a slow pattern. */
  @Bean
  HttpFirewall firewall() {
    var firewall = new StrictHttpFirewall();
    firewall.setAllowedHeaderValues(SecurityConfiguration::isHeaderValue);
    return firewall;
  }

  /** Assigned characters, none for control but the tabulator. */
  static boolean isHeaderValue(String value) {
    for (int i = 0, character; i < value.length(); i += Character.charCount(character)) {
      character = value.codePointAt(i);
      int type = Character.getType(character);
      if (type == Character.UNASSIGNED || (type == Character.CONTROL && character != '\t')) {
        return false;
      }
    }
    return true;
  }

  /** The algorithm is pinned, so a token cannot choose another, nor none. */
  @Bean
  JwtDecoder jwtDecoder(SecuritySettings settings) {
    NimbusJwtDecoder decoder;
    if (settings.secret() != null) {
      byte[] secret = settings.secret().getBytes(StandardCharsets.UTF_8);
      decoder =
          NimbusJwtDecoder.withSecretKey(new SecretKeySpec(secret, "HmacSHA256"))
              .macAlgorithm(MacAlgorithm.HS256)
              .build();
    } else {
      decoder =
          NimbusJwtDecoder.withJwkSetUri(String.valueOf(settings.jwkSetUri()))
              .jwsAlgorithm(SignatureAlgorithm.RS256)
              .build();
    }
    decoder.setJwtValidator(validator(settings));
    return decoder;
  }

  private static OAuth2TokenValidator<Jwt> validator(SecuritySettings settings) {
    return new DelegatingOAuth2TokenValidator<>(
        JwtValidators.createDefaultWithIssuer(settings.issuer()),
        new JwtClaimValidator<@Nullable Object>(JwtClaimNames.EXP, expiry -> expiry != null),
        new JwtClaimValidator<@Nullable List<String>>(
            JwtClaimNames.AUD,
            audiences -> audiences != null && audiences.contains(settings.audience())),
        // The subject is the customer of stream entries, where his name needs no escape.
        new JwtClaimValidator<@Nullable String>(
            JwtClaimNames.SUB,
            subject -> subject != null && Request.CUSTOMER.matcher(subject).matches()));
  }
}
