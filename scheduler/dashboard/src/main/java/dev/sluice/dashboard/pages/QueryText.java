package dev.sluice.dashboard.pages;

import dev.sluice.dashboard.web.Links;
import org.jspecify.annotations.Nullable;

/** A query that grows. */
public final class QueryText {

  private final StringBuilder text = new StringBuilder();

  /** Adds a value; nothing where there is none. */
  public void add(String name, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      text.append(text.isEmpty() ? '?' : '&').append(name).append('=').append(Links.segment(value));
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
