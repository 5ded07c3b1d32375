package dev.sluice.intake.security;

import dev.sluice.intake.problem.IntakeProblem;
import dev.sluice.web.correlation.CorrelationFilter;
import dev.sluice.web.problem.Problem;
import dev.sluice.web.problem.ProblemWriter;
import java.io.IOException;
import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

/** Answers browsers that ask whether a page of another origin may call. */
@Configuration(proxyBeanMethods = false)
class CrossOriginConfiguration {

  private static final List<String> REQUEST_HEADERS =
      List.of(
          HttpHeaders.AUTHORIZATION,
          HttpHeaders.CONTENT_TYPE,
          HttpHeaders.ACCEPT,
          HttpHeaders.IF_NONE_MATCH,
          "Idempotency-Key",
          "Last-Event-ID",
          "Prefer",
          CorrelationFilter.HEADER);

  private static final List<String> ANSWER_HEADERS =
      List.of(
          HttpHeaders.LOCATION,
          HttpHeaders.RETRY_AFTER,
          HttpHeaders.ETAG,
          HttpHeaders.WWW_AUTHENTICATE,
          "Idempotent-Replayed",
          "Preference-Applied",
          CorrelationFilter.HEADER);

  /** Before the tokens: a browser's question has none. And before all that could refuse a call. */
  @Bean
  FilterRegistrationBean<CorsFilter> crossOrigin(
      CrossOriginSettings settings, ProblemWriter problems) {
    var filter = new CorsFilter(source(settings));
    filter.setCorsProcessor(new Refusing(problems));
    var registration = new FilterRegistrationBean<>(filter);
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 5);
    return registration;
  }

  private static UrlBasedCorsConfigurationSource source(CrossOriginSettings settings) {
    var source = new UrlBasedCorsConfigurationSource();
    if (!settings.allowedOrigins().isEmpty()) {
      var calls = new CorsConfiguration();
      calls.setAllowedOrigins(settings.allowedOrigins());
      calls.setAllowedMethods(List.of("GET", "HEAD", "POST", "DELETE"));
      calls.setAllowedHeaders(REQUEST_HEADERS);
      calls.setExposedHeaders(ANSWER_HEADERS);
      calls.setMaxAge(settings.maxAge());
      source.registerCorsConfiguration("/v1/**", calls);
      source.registerCorsConfiguration("/v3/api-docs/**", calls);
    }
    return source;
  }

  /** The framework's own refusal is a line of text. */
  private static final class Refusing extends DefaultCorsProcessor {

    private final ProblemWriter problems;

    Refusing(ProblemWriter problems) {
      this.problems = problems;
    }

    @Override
    protected void rejectRequest(ServerHttpResponse response) throws IOException {
      problems.write(
          response,
          Problem.of(
              IntakeProblem.ORIGIN_NOT_ALLOWED,
              "Pages of this origin may not make this call: see sluice.cors.allowed-origins."));
    }
  }
}
