package dev.sluice.web.security;

import dev.sluice.web.problem.HttpProblem;
import dev.sluice.web.problem.Problem;
import dev.sluice.web.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenErrorCodes;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/** What a caller hears who is not let in: a problem, and the challenge of RFC 6750. */
final class Challenges
    implements AuthenticationEntryPoint, AuthenticationFailureHandler, AccessDeniedHandler {

  private static final Logger log = LoggerFactory.getLogger(Challenges.class);

  private final ProblemWriter problems;
  private final String scope;

  /**
   * Challenges of a process.
   *
   * @param scope what the caller is told to have who lacks a scope
   */
  Challenges(ProblemWriter problems, String scope) {
    this.problems = problems;
    this.scope = scope;
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
      throws IOException {
    problems.write(response, problem(e));
  }

  @Override
  public void onAuthenticationFailure(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
      throws IOException {
    problems.write(response, problem(e));
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
      throws IOException {
    String detail = "The token lacks the scope that this call needs.";
    problems.write(
        response,
        Problem.of(HttpProblem.FORBIDDEN, detail)
            .header(
                HttpHeaders.WWW_AUTHENTICATE,
                challenge(BearerTokenErrorCodes.INSUFFICIENT_SCOPE, detail)
                    + ", scope=\""
                    + scope
                    + "\""));
  }

  private static Problem problem(AuthenticationException e) {
    return switch (e) {
      case OAuth2AuthenticationException invalid -> invalid(why(invalid));
      case AuthenticationServiceException away -> {
        log.warn("No token can be checked", away);
        yield Problem.of(
                HttpProblem.NOT_NOW, "The keys of the tokens' issuer cannot be had; ask again.")
            .retryAfter(Duration.ofSeconds(2));
      }
      // Without a token there is nothing wrong with it, so the challenge names no error.
      default ->
          Problem.of(HttpProblem.UNAUTHENTICATED, "A bearer token is needed.")
              .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    };
  }

  private static Problem invalid(String why) {
    return Problem.of(HttpProblem.UNAUTHENTICATED, "The bearer token is not valid here: " + why)
        .header(HttpHeaders.WWW_AUTHENTICATE, challenge(BearerTokenErrorCodes.INVALID_TOKEN, why));
  }

  private static String why(OAuth2AuthenticationException e) {
    String description = e.getError().getDescription();
    return description == null ? "it cannot be read" : description;
  }

  /** A description may have printable ASCII only, and neither quote nor backslash. */
  private static String challenge(String error, String description) {
    return "Bearer error=\"%s\", error_description=\"%s\""
        .formatted(error, description.replaceAll("[^ !#-\\[\\]-~]", "?"));
  }
}
