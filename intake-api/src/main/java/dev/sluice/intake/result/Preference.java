package dev.sluice.intake.result;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code wait} preference of RFC 7240. */
final class Preference {

  private static final Pattern WAIT =
      Pattern.compile(
          "(?:^|[,;])\\s*wait\\s*=\\s*\"?(\\d{1,9})\"?\\s*(?=$|[,;])", Pattern.CASE_INSENSITIVE);

  private Preference() {}

  /** How long the client would wait, if it says; what is not understood is passed over. */
  static Optional<Duration> waiting(@Nullable List<String> prefer) {
    if (prefer == null) {
      return Optional.empty();
    }
    Matcher wait = WAIT.matcher(String.join(",", prefer));
    return wait.find()
        ? Optional.of(Duration.ofSeconds(Long.parseLong(wait.group(1))))
        : Optional.empty();
  }
}
