package dev.sluice.scheduler.login;

import dev.sluice.dashboard.DashboardSettings;
import dev.sluice.dashboard.reader.Texts;
import dev.sluice.web.problem.ProblemWriter;
import dev.sluice.web.security.AccessRules;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2LoginAuthenticationFilter;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.SimpleUrlAuthenticationFailureHandler;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.savedrequest.CookieRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * People log in and have a session. Programs have bearer tokens and no session: a call with a token
 * goes the way of {@link dev.sluice.web.security}, under the same rules.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LoginSettings.class)
class LoginConfiguration {

  private static final int BEFORE_TOKENS = 1;

  @Bean
  @Order(BEFORE_TOKENS)
  SecurityFilterChain people(
      HttpSecurity http,
      AccessRules rules,
      SchedulerAccess access,
      ProblemWriter problems,
      LoginSettings settings,
      DashboardSettings dashboard,
      ObjectProvider<ClientRegistrationRepository> registrations,
      @Value("${server.servlet.session.cookie.secure:true}") boolean secure)
      throws Exception {
    String base = dashboard.path();
    String login = base + LoginController.LOGIN;
    AuthenticationFailureHandler failed = failed(login + "?failed", secure);
    var challenge = new LoginChallenge(problems, access, base);

    http.securityMatcher(people(base))
        .authorizeHttpRequests(rules::apply)
        .csrf(
            csrf ->
                csrf.csrfTokenRepository(tokens(secure))
                    .csrfTokenRequestHandler(new TokensAtOnce()))
        .requestCache(cache -> cache.requestCache(wanted(secure)))
        .exceptionHandling(
            errors -> errors.authenticationEntryPoint(challenge).accessDeniedHandler(challenge))
        .logout(
            logout ->
                logout.logoutUrl(base + LoginController.LOGOUT).logoutSuccessUrl(login + "?out"));
    LoginSettings.Local local = settings.local();
    if (local != null) {
      http.userDetailsService(account(local))
          .formLogin(
              form ->
                  form.loginPage(login)
                      .loginProcessingUrl(login)
                      .defaultSuccessUrl(base)
                      .failureHandler(failed));
    }
    if (registrations.getIfAvailable() != null) {
      http.oauth2Login(
          oauth ->
              oauth
                  .loginPage(login)
                  .defaultSuccessUrl(base)
                  .failureHandler(failed)
                  .userInfoEndpoint(
                      user -> user.userAuthoritiesMapper(new ClaimedRoles(settings.roles()))));
    }
    return http.build();
  }

  @Bean
  Texts loginTexts() {
    return new Texts("dev.sluice.scheduler.login");
  }

  /** Who only types the host wants the dashboard. */
  @Bean
  WebMvcConfigurer root(DashboardSettings dashboard) {
    return new WebMvcConfigurer() {
      @Override
      public void addViewControllers(ViewControllerRegistry views) {
        views.addRedirectViewController("/", dashboard.path());
      }
    };
  }

  /** The dashboard and the ways into it, without a token. */
  private static RequestMatcher people(String base) {
    var paths =
        new OrRequestMatcher(
            Stream.of(
                    base,
                    base + "/**",
                    OAuth2AuthorizationRequestRedirectFilter.DEFAULT_AUTHORIZATION_REQUEST_BASE_URI
                        + "/*",
                    OAuth2LoginAuthenticationFilter.DEFAULT_FILTER_PROCESSES_URI)
                .map(
                    path -> (RequestMatcher) PathPatternRequestMatcher.withDefaults().matcher(path))
                .toList());
    return request ->
        request.getHeader(HttpHeaders.AUTHORIZATION) == null && paths.matches(request);
  }

  /** In a cookie, so that nobody has a row in the database before they have logged in. */
  private static CsrfTokenRepository tokens(boolean secure) {
    var tokens = new CookieCsrfTokenRepository();
    tokens.setCookieName("sluice-csrf");
    tokens.setCookieCustomizer(cookie -> cookie.secure(secure).httpOnly(true).sameSite("Lax"));
    return tokens;
  }

  /**
   * The page that somebody wanted before the login; in a cookie, for the same reason. It is asked
   * for again by the browser, which says better than the cookie what it accepts.
   */
  private static RequestCache wanted(boolean secure) {
    var cache =
        new CookieRequestCache() {
          @Override
          public @Nullable HttpServletRequest getMatchingRequest(
              HttpServletRequest request, HttpServletResponse response) {
            super.getMatchingRequest(request, response);
            return null;
          }
        };
    cache.setRequestMatcher(
        request ->
            request.getMethod().equals(HttpMethod.GET.name())
                && LoginChallenge.wantsHtml(request)
                && !LoginChallenge.isPartOfAPage(request));
    cache.setCookieCustomizer(
        cookie -> {
          cookie.setSecure(secure);
          cookie.setAttribute("SameSite", "Lax");
        });
    return cache;
  }

  /** Without a session for what went wrong: the page says the same to all. */
  private static AuthenticationFailureHandler failed(String page, boolean secure) {
    var handler = new SimpleUrlAuthenticationFailureHandler(page);
    handler.setAllowSessionCreation(false);
    return (request, response, failure) -> {
      TypedName.keep(request, response, secure);
      handler.onAuthenticationFailure(request, response, failure);
    };
  }

  private static UserDetailsService account(LoginSettings.Local local) {
    return new InMemoryUserDetailsManager(
        User.withUsername(local.name())
            .password(
                PasswordEncoderFactories.createDelegatingPasswordEncoder().encode(local.password()))
            .authorities(Role.ADMIN.authority())
            .build());
  }
}
