package dev.sluice.dashboard.web;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * What a person sees as a page and a program as JSON: the components of a record are its members.
 */
public interface Page {

  /** Name of the template that shows it. */
  String template();

  /** Where a person is sent instead; null where they are shown the template. */
  default @Nullable String redirect() {
    return null;
  }

  /** Whether what it shows goes on by itself, so that a browser loads it again and again. */
  default boolean changes() {
    return false;
  }

  /** What it is to a program. */
  default MediaType mediaType() {
    return MediaType.APPLICATION_JSON;
  }
}
