package dev.sluice.dashboard.web;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** Who may do what. */
public interface Access {

  /**
   * Who is logged in may look, with the role OPERATOR or ADMIN also act. Without a login of the
   * application's, nobody acts.
   */
  Access BY_ROLE =
      request -> {
        Principal principal = request.getUserPrincipal();
        return new Visitor(
            principal == null ? "" : principal.getName(),
            request.isUserInRole("OPERATOR") || request.isUserInRole("ADMIN"));
      };

  /** Tells who sends a request. */
  Visitor visitor(HttpServletRequest request);

  /** Path to which one posts in order to log out; null where there is no such thing. */
  default @Nullable String logout() {
    return null;
  }
}
