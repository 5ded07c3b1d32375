package dev.sluice.scheduler.pages;

import dev.sluice.dashboard.web.Page;
import org.jspecify.annotations.Nullable;

/**
 * One dead letter.
 *
 * @param payload what came, as text; null where it could be read as a request, or is not known any
 *     more
 * @param journal what the journal has of it, readable; null where it has nothing any more
 * @param cut whether one of them is only its beginning
 */
public record DeadLetterView(
    DeadLetterRow letter, @Nullable String payload, @Nullable String journal, boolean cut)
    implements Page {

  @Override
  public String template() {
    return "sluice/dead-letter";
  }
}
