package dev.sluice.scheduler.login;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.HEAD;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.withDefaults;

import dev.sluice.dashboard.DashboardSettings;
import dev.sluice.web.security.AccessRules;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.stereotype.Component;

/**
 * The rules, one for each address: the same for who is logged in and for who has a token. Health
 * and metrics are open to who reaches the port, as the intake's are. What has no rule is denied.
 */
@Component
final class SchedulerAccess implements AccessRules {

  private static final List<String> OPEN =
      List.of("/actuator/health/**", "/actuator/info", "/actuator/prometheus");

  private final String base;
  private final List<Rule> rules;

  SchedulerAccess(DashboardSettings settings) {
    this.base = settings.path();
    this.rules =
        Stream.of(
                look(""),
                look("/jobs"),
                look("/jobs/{job}"),
                act("/jobs/{job}/executions"),
                look("/executions"),
                look("/executions/{id}"),
                look("/executions/{id}/message"),
                look("/executions/{id}/steps/{step}/message"),
                act("/executions/{id}/restart"),
                act("/executions/{id}/stop"),
                act("/executions/{id}/abandon"),
                act("/executions/{id}/recover"),
                look("/audit"),
                look("/shards"),
                act("/shards/{shard}/pause"),
                act("/shards/{shard}/resume"),
                look("/dead-letters"),
                look("/dead-letters/{shard}/{number}"),
                look("/schedules"),
                act("/schedules/{job}/pause"),
                act("/schedules/{job}/resume"),
                act("/schedules/{job}/reschedule"),
                look("/payments"),
                act("/payments/{session}/{reservation}/{payment}/decline"),
                act("/payments/{session}/{reservation}/{payment}/ask"),
                act("/payments/refunds/{shard}/{number}/ask"),
                act("/payments/refunds/{shard}/{number}/given-back"))
            .flatMap(List::stream)
            .toList();
  }

  @Override
  public void apply(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
          calls) {
    calls.requestMatchers(OPEN.toArray(String[]::new)).permitAll();
    calls.requestMatchers(GET, "/", base + "/login", base + "/assets/**").permitAll();
    // Who may nothing is told so, and can log out.
    calls.requestMatchers(base + LoginController.REFUSED).authenticated();
    rules.forEach(
        rule ->
            calls
                .requestMatchers(rule.method, base + rule.path)
                .hasAnyAuthority(rule.role.authorities()));
    calls.anyRequest().denyAll();
  }

  /** Whether there is a page at an address: every page has a rule. */
  boolean hasPage(HttpServletRequest request) {
    return rules.stream()
        .anyMatch(rule -> withDefaults().matcher(base + rule.path).matches(request));
  }

  @Override
  public String scope() {
    return Role.VIEWER.scope() + " " + Role.OPERATOR.scope();
  }

  private static List<Rule> look(String path) {
    return List.of(new Rule(GET, path, Role.VIEWER), new Rule(HEAD, path, Role.VIEWER));
  }

  private static List<Rule> act(String path) {
    return List.of(new Rule(POST, path, Role.OPERATOR));
  }

  /** Which role a call needs. */
  private record Rule(HttpMethod method, String path, Role role) {}
}
