package dev.sluice.dashboard.web;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The header {@code Prefer} of RFC 7240, as far as it is about waiting. */
public final class Prefer {

  private static final Pattern WAIT =
      Pattern.compile("(?:^|[,;\\s])wait\\s*(?:=\\s*\"?(\\d{1,9})\"?)?(?=$|[,;\\s])");

  private Prefer() {}

  /**
   * How long the client wants to wait: not at all where it does not say, and as long as possible
   * where it names no time.
   */
  public static Duration wait(@Nullable String header, Duration max) {
    Matcher wait = WAIT.matcher(header == null ? "" : header);
    if (!wait.find()) {
      return Duration.ZERO;
    }
    Duration asked =
        wait.group(1) == null ? max : Duration.ofSeconds(Long.parseLong(wait.group(1)));
    return asked.compareTo(max) < 0 ? asked : max;
  }
}
