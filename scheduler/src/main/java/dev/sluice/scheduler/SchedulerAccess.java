package dev.sluice.scheduler;

import dev.sluice.web.security.AccessRules;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.stereotype.Component;

/**
 * Health and metrics are open to who reaches the port, as the intake's are; all else is for
 * administrators.
 */
@Component
final class SchedulerAccess implements AccessRules {

  private static final String ADMIN = "admin";

  @Override
  public void apply(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
          calls) {
    calls
        .requestMatchers("/actuator/health/**", "/actuator/info", "/actuator/prometheus")
        .permitAll()
        .anyRequest()
        .hasAuthority(AccessRules.authority(ADMIN));
  }

  @Override
  public String scope() {
    return ADMIN;
  }
}
