package dev.sluice.scheduler.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRequestHandler;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;

/**
 * Makes the token of a page's forms at once, not when the page comes to its first form: the head of
 * the answer, with the cookie in it, may have been sent by then.
 */
final class TokensAtOnce implements CsrfTokenRequestHandler {

  private final CsrfTokenRequestHandler handler = new XorCsrfTokenRequestAttributeHandler();

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, Supplier<CsrfToken> token) {
    CsrfToken made = token.get();
    handler.handle(request, response, () -> made);
  }

  @Override
  public @Nullable String resolveCsrfTokenValue(HttpServletRequest request, CsrfToken token) {
    return handler.resolveCsrfTokenValue(request, token);
  }
}
