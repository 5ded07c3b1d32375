package dev.sluice.scheduler.login;

import dev.sluice.dashboard.web.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one logs in here.
 *
 * @param account whether there is an account with a password
 * @param providers identity providers
 * @param name that was typed before; empty where none was
 * @param notice key of a text about what was before; null where nothing was
 */
public record LoginView(
    boolean account, List<Provider> providers, String name, @Nullable String notice)
    implements Page {

  @Override
  public String template() {
    return "sluice/login";
  }

  /** The text after a login that failed: about the ways that there are. */
  static String failed(boolean account, List<Provider> providers) {
    if (!account) {
      return "login.failed.provider";
    }
    return providers.isEmpty() ? "login.failed.account" : "login.failed.either";
  }

  /** Whether it tells of something that went wrong. */
  public boolean isWarned() {
    return notice != null && notice.startsWith("login.failed");
  }

  /** Whether nobody can log in: the settings name no way. */
  public boolean isClosed() {
    return !account && providers.isEmpty();
  }

  /**
   * An identity provider.
   *
   * @param start address at which a login with it begins
   */
  public record Provider(String name, String start) {}
}
