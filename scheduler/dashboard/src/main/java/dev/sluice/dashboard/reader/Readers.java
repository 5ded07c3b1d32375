package dev.sluice.dashboard.reader;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.WebUtils;

/** Finds out how somebody reads: by what they chose, else by what their browser says. */
public final class Readers {

  /** The languages there are; the first is that of all others. */
  public static final List<Locale> LOCALES = List.of(Locale.ENGLISH, Locale.KOREAN);

  /** The cookie with the language that was chosen. */
  static final String LANGUAGE = "dashboard-lang";

  /** The cookie with the zone that the browser is in; a server is not told otherwise. */
  static final String ZONE = "dashboard-zone";

  private Readers() {}

  /** How the one who sends the request reads. */
  public static Reader reader(HttpServletRequest request) {
    return new Reader(locale(request), zone(cookie(request, ZONE)));
  }

  private static Locale locale(HttpServletRequest request) {
    String chosen = cookie(request, LANGUAGE);
    List<Locale> wanted =
        chosen == null
            ? Collections.list(request.getLocales())
            : List.of(Locale.forLanguageTag(chosen));
    return wanted.stream()
        .flatMap(
            one -> LOCALES.stream().filter(ours -> ours.getLanguage().equals(one.getLanguage())))
        .findFirst()
        .orElse(LOCALES.getFirst());
  }

  private static ZoneId zone(@Nullable String name) {
    try {
      return name == null ? ZoneOffset.UTC : ZoneId.of(name);
    } catch (DateTimeException e) {
      return ZoneOffset.UTC;
    }
  }

  private static @Nullable String cookie(HttpServletRequest request, String name) {
    Cookie cookie = WebUtils.getCookie(request, name);
    try {
      return cookie == null ? null : URLDecoder.decode(cookie.getValue(), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
