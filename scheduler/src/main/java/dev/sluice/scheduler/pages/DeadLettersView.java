package dev.sluice.scheduler.pages;

import dev.sluice.dashboard.web.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters, newest first.
 *
 * @param next address of the older ones; null where there are none
 */
public record DeadLettersView(List<DeadLetterRow> letters, @Nullable String next) implements Page {

  @Override
  public String template() {
    return "sluice/dead-letters";
  }
}
