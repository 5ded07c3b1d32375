package dev.sluice.scheduler.login;

import dev.sluice.dashboard.DashboardSettings;
import dev.sluice.dashboard.web.Access;
import dev.sluice.dashboard.web.Visitor;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** Tells the dashboard who looks, by session or by token, and whether they may act. */
@Component
final class LoggedIn implements Access {

  private final String logout;

  LoggedIn(DashboardSettings settings, ServletContext servlet) {
    this.logout = servlet.getContextPath() + settings.path() + LoginController.LOGOUT;
  }

  @Override
  public Visitor visitor(HttpServletRequest request) {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    return authentication == null || authentication instanceof AnonymousAuthenticationToken
        ? new Visitor("", false)
        : new Visitor(
            authentication.getName(),
            Role.OPERATOR.isOf(List.copyOf(authentication.getAuthorities())));
  }

  @Override
  public String logout() {
    return logout;
  }
}
