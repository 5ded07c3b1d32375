package dev.sluice.scheduler.login;

import dev.sluice.dashboard.web.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one logs in here.
 *
 * @param account whether there is an account with a password
 * @param providers identity providers
 * @param notice key of a text about what was before; null where nothing was
 */
public record LoginView(boolean account, List<Provider> providers, @Nullable String notice)
    implements Page {

  @Override
  public String template() {
    return "sluice/login";
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
