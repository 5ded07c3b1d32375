package dev.sluice.scheduler.login;

import dev.sluice.web.problem.HttpProblem;
import dev.sluice.web.problem.Problem;
import dev.sluice.web.problem.ProblemWriter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.WebAttributes;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;

/**
 * What somebody without a token meets who is not let in. A person is led to the login, also in the
 * middle of a page that loads a part of itself; a program is told.
 */
final class LoginChallenge implements AuthenticationEntryPoint, AccessDeniedHandler {

  private final ProblemWriter problems;
  private final SchedulerAccess access;
  private final String base;

  /**
   * Challenges of a dashboard.
   *
   * @param base its path within the application
   */
  LoginChallenge(ProblemWriter problems, SchedulerAccess access, String base) {
    this.problems = problems;
    this.access = access;
    this.base = base;
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
      throws IOException {
    String login = request.getContextPath() + base + LoginController.LOGIN;
    if (isPartOfAPage(request)) {
      // A redirect would be followed, and the login stand in the midst of the page.
      response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
      response.setHeader("HX-Redirect", login);
    } else if (wantsHtml(request)) {
      response.sendRedirect(login);
    } else {
      problems.write(
          response,
          Problem.of(HttpProblem.UNAUTHENTICATED, "A bearer token or a login is needed.")
              .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer"));
    }
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
      throws IOException, ServletException {
    if (isNobody(SecurityContextHolder.getContext().getAuthentication())) {
      commence(request, response, new InsufficientAuthenticationException("Not logged in", e));
    } else if (wantsHtml(request)) {
      request.setAttribute(WebAttributes.ACCESS_DENIED_403, isNowhere(request, e) ? null : e);
      request.getRequestDispatcher(base + LoginController.REFUSED).forward(request, response);
    } else {
      problems.write(response, Problem.of(HttpProblem.FORBIDDEN, detail(e)));
    }
  }

  /**
   * Whether somebody who may look is at an address that has nothing. Who may not is not told which
   * addresses there are.
   */
  private boolean isNowhere(HttpServletRequest request, AccessDeniedException e) {
    Authentication who = SecurityContextHolder.getContext().getAuthentication();
    return !(e instanceof CsrfException)
        && !access.hasPage(request)
        && who != null
        && Role.VIEWER.isOf(who.getAuthorities());
  }

  /** Why somebody who is logged in was refused. */
  static String detail(@Nullable Exception reason) {
    return reason instanceof CsrfException
        ? "The page was too old: load it again, and press again. Programs have bearer tokens."
        : "There is no such page, or your role does not allow it.";
  }

  /** A person with a browser, who is shown pages. */
  static boolean wantsHtml(HttpServletRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return accept != null && accept.contains(MediaType.TEXT_HTML_VALUE);
  }

  /** What htmx loads. */
  static boolean isPartOfAPage(HttpServletRequest request) {
    return "true".equals(request.getHeader("HX-Request"));
  }

  private static boolean isNobody(@Nullable Authentication authentication) {
    return authentication == null || authentication instanceof AnonymousAuthenticationToken;
  }
}
