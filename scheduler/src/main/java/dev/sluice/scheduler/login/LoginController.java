package dev.sluice.scheduler.login;

import dev.sluice.dashboard.web.DashboardController;
import dev.sluice.dashboard.web.NoSuchPageException;
import dev.sluice.dashboard.web.ProblemPage;
import dev.sluice.web.problem.HttpProblem;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.web.WebAttributes;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page for those who are not logged in, and the one for those who may not. */
@DashboardController
@RequestMapping("${dashboard.path:/dashboard}")
final class LoginController {

  static final String LOGIN = "/login";
  static final String LOGOUT = "/logout";
  static final String REFUSED = "/refused";

  private final boolean account;
  private final List<LoginView.Provider> providers;

  LoginController(
      LoginSettings settings,
      ObjectProvider<ClientRegistrationRepository> registrations,
      ServletContext servlet) {
    this.account = settings.local() != null;
    this.providers =
        registrations.getIfAvailable() instanceof Iterable<?> all
            ? StreamSupport.stream(all.spliterator(), false)
                .map(ClientRegistration.class::cast)
                .map(one -> provider(one, servlet.getContextPath()))
                .toList()
            : List.of();
  }

  @GetMapping(LOGIN)
  LoginView login(
      @RequestParam(required = false) @Nullable String failed,
      @RequestParam(required = false) @Nullable String out,
      HttpServletRequest request) {
    return failed != null
        ? new LoginView(
            account, providers, TypedName.of(request), LoginView.failed(account, providers))
        : new LoginView(account, providers, "", out != null ? "login.out" : null);
  }

  /**
   * Any method: whatever was refused is forwarded to here, with the reason; without one, there is
   * nothing at its address.
   */
  @RequestMapping(REFUSED)
  ProblemPage refused(
      @RequestAttribute(name = WebAttributes.ACCESS_DENIED_403, required = false)
          @Nullable Exception reason,
      HttpServletResponse response) {
    if (reason == null) {
      throw new NoSuchPageException("page at this address");
    }
    HttpProblem forbidden = HttpProblem.FORBIDDEN;
    response.setStatus(forbidden.status().value());
    return new ProblemPage(
        forbidden.uri(),
        forbidden.status().getReasonPhrase(),
        forbidden.status().value(),
        LoginChallenge.detail(reason),
        null);
  }

  private static LoginView.Provider provider(ClientRegistration registration, String context) {
    return new LoginView.Provider(
        registration.getClientName(),
        context
            + OAuth2AuthorizationRequestRedirectFilter.DEFAULT_AUTHORIZATION_REQUEST_BASE_URI
            + "/"
            + registration.getRegistrationId());
  }
}
