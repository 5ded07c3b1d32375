package dev.sluice.scheduler.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Objects;
import org.springframework.web.util.WebUtils;

/**
 * The name of a login that failed, for the page that asks again. It is in a cookie for a minute: an
 * address stands in logs, and in the place of a name there may be a password.
 */
final class TypedName {

  private static final String COOKIE = "sluice-name";
  private static final Duration KEPT = Duration.ofMinutes(1);
  private static final int LENGTH_MAX = 200;

  private TypedName() {}

  /** What somebody typed a moment ago; empty where nobody did. */
  static String of(HttpServletRequest request) {
    Cookie cookie = WebUtils.getCookie(request, COOKIE);
    try {
      return cookie == null ? "" : URLDecoder.decode(cookie.getValue(), UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** Keeps what was typed. One that is longer than any name is not kept. */
  static void keep(HttpServletRequest request, HttpServletResponse response, boolean secure) {
    String name = Objects.requireNonNullElse(request.getParameter("username"), "");
    if (!name.isEmpty() && name.length() <= LENGTH_MAX) {
      var cookie = new Cookie(COOKIE, URLEncoder.encode(name, UTF_8));
      cookie.setMaxAge((int) KEPT.toSeconds());
      cookie.setPath(request.getRequestURI());
      cookie.setHttpOnly(true);
      cookie.setSecure(secure);
      cookie.setAttribute("SameSite", "Lax");
      response.addCookie(cookie);
    }
  }
}
