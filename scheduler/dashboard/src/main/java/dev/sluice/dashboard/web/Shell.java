package dev.sluice.dashboard.web;

import dev.sluice.dashboard.reader.Formats;
import dev.sluice.dashboard.reader.Reader;
import dev.sluice.dashboard.reader.Readers;
import dev.sluice.dashboard.reader.Texts;
import dev.sluice.dashboard.reader.Words;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import org.springframework.ui.ModelMap;
import org.springframework.web.util.WebUtils;

/**
 * What is around every page.
 *
 * @param application whose dashboard it is
 * @param menu what the application adds to the menu
 * @param texts what the application adds to the texts
 */
public record Shell(
    Links links,
    Assets assets,
    Access access,
    Clock clock,
    String application,
    List<MenuEntry> menu,
    List<Texts> texts) {

  /** The cookie with the theme that was chosen; without it, the system's. */
  static final String THEME = "dashboard-theme";

  /** Gives a template what all templates need. */
  void fill(ModelMap model, Page page, HttpServletRequest request) {
    Reader reader = Readers.reader(request);
    var words = new Words(reader.locale(), texts);
    model.addAttribute("page", page);
    model.addAttribute("w", words);
    model.addAttribute("f", new Formats(reader, words, clock.instant()));
    model.addAttribute("reader", reader);
    model.addAttribute("links", links);
    model.addAttribute("assets", assets);
    model.addAttribute("menu", menu);
    model.addAttribute("visitor", access.visitor(request));
    model.addAttribute("logout", access.logout());
    // Thymeleaf has an "application" of its own.
    model.addAttribute("owner", application);
    model.addAttribute("theme", theme(request));
  }

  private static String theme(HttpServletRequest request) {
    Cookie cookie = WebUtils.getCookie(request, THEME);
    String chosen = cookie == null ? "" : cookie.getValue();
    return chosen.equals("dark") || chosen.equals("light") ? chosen : "system";
  }
}
