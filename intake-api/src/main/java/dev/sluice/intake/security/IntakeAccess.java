package dev.sluice.intake.security;

import dev.sluice.web.security.AccessRules;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.stereotype.Component;

/**
 * Every call under {@code /v1} needs a token; all but what is on sale needs a scope, too. Payment
 * providers have none: what they say is not believed.
 */
@Component
final class IntakeAccess implements AccessRules {

  @Override
  public void apply(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
          calls) {
    calls
        .requestMatchers(HttpMethod.GET, "/v1/sessions", "/v1/sessions/*", "/v1/sessions/*/seats")
        .authenticated()
        .requestMatchers(HttpMethod.POST, "/v1/payments/*/webhook")
        .permitAll()
        .requestMatchers("/v1/**")
        .hasAnyAuthority(
            AccessRules.authority(Scopes.RESERVE),
            AccessRules.authority(Scopes.RESERVE_BULK),
            AccessRules.authority(Scopes.ADMIN))
        .anyRequest()
        .permitAll();
  }

  @Override
  public String scope() {
    return Scopes.RESERVE;
  }
}
