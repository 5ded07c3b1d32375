package dev.sluice.web.security;

import static org.springframework.security.config.http.SessionCreationPolicy.STATELESS;

import dev.sluice.web.problem.ProblemWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/** Callers have bearer tokens; what they may do is their scopes, by the {@link AccessRules}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecuritySettings.class)
class SecurityConfiguration {

  private static final List<SignatureAlgorithm> PUBLIC_KEY_ALGORITHMS =
      List.of(SignatureAlgorithm.RS256, SignatureAlgorithm.PS256, SignatureAlgorithm.ES256);

  /** Of RFC 9068 and of older providers; its letters may be small or large. */
  private static final List<String> TYPES = List.of("JWT", "at+jwt", "application/at+jwt");

  @Bean
  SecurityFilterChain calls(HttpSecurity http, AccessRules rules, ProblemWriter problems)
      throws Exception {
    var challenges = new Challenges(problems, rules.scope());
    return http.csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .sessionManagement(sessions -> sessions.sessionCreationPolicy(STATELESS))
        .authorizeHttpRequests(rules::apply)
        .oauth2ResourceServer(
            server ->
                server
                    .jwt(jwt -> jwt.jwtAuthenticationConverter(new CallerTokens()))
                    .withObjectPostProcessor(answering(challenges))
                    .authenticationEntryPoint(challenges)
                    .accessDeniedHandler(challenges))
        .exceptionHandling(
            errors -> errors.authenticationEntryPoint(challenges).accessDeniedHandler(challenges))
        .build();
  }

  /** Else a key set that cannot be had would be thrown on, and end as a defect of this service. */
  private static ObjectPostProcessor<BearerTokenAuthenticationFilter> answering(
      AuthenticationFailureHandler failures) {
    return new ObjectPostProcessor<>() {
      @Override
      public <T extends BearerTokenAuthenticationFilter> T postProcess(T filter) {
        filter.setAuthenticationFailureHandler(failures);
        return filter;
      }
    };
  }

  /**
   * No measurements of each filter: they are a fifth of a call's time, and calls are measured as a
   * whole.
   */
  @Bean
  SecurityObservationSettings noObservations() {
    return SecurityObservationSettings.noObservations();
  }

  /**
   * Spring's own firewall with its own rule for header values, which it has as a slow pattern. It
   * lets methods pass that it does not know: that nothing takes them is said with 405, not with
   * 400.
   */
  @Bean
  HttpFirewall firewall() {
    var firewall = new StrictHttpFirewall();
    firewall.setUnsafeAllowAnyHttpMethod(true);
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

  /**
   * The algorithms are pinned, so a token cannot choose another, nor none. Those of public keys are
   * what identity providers sign with.
   */
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
              .jwsAlgorithms(algorithms -> algorithms.addAll(PUBLIC_KEY_ALGORITHMS))
              .build();
    }
    decoder.setJwtValidator(validator(settings));
    return decoder;
  }

  private static OAuth2TokenValidator<Jwt> validator(SecuritySettings settings) {
    var types = new JwtTypeValidator(TYPES);
    types.setAllowEmpty(true);
    return JwtValidators.createDefaultWithValidators(
        List.of(
            types,
            new JwtIssuerValidator(settings.issuer()),
            new JwtClaimValidator<@Nullable Object>(JwtClaimNames.EXP, expiry -> expiry != null),
            new JwtClaimValidator<@Nullable List<String>>(
                JwtClaimNames.AUD,
                audiences -> audiences != null && audiences.contains(settings.audience())),
            new JwtClaimValidator<@Nullable String>(JwtClaimNames.SUB, Subjects::isSubject)));
  }
}
