package dev.sluice.dashboard.pages.executions;

import dev.sluice.dashboard.history.Cursor;
import dev.sluice.dashboard.history.ExecutionFilter;
import dev.sluice.dashboard.history.ParameterValue;
import dev.sluice.dashboard.pages.QueryText;
import dev.sluice.dashboard.web.InvalidInputException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;

/**
 * The query of the list of executions, as it stands in the address.
 *
 * @param job names, none for all but the hidden ones
 * @param status names
 * @param since a span such as {@code 24h} before now; instead of from and to
 * @param from an instant, or a date and time in the reader's zone
 * @param to the same
 * @param param {@code name=value}
 * @param text part of an exit message
 * @param noise {@code show} to see the hidden jobs, too
 * @param before a place in the list
 */
public record FilterInput(
    @Nullable List<String> job,
    @Nullable List<String> status,
    @Nullable String since,
    @Nullable String from,
    @Nullable String to,
    @Nullable String param,
    @Nullable String text,
    @Nullable String noise,
    @Nullable String before) {

  private static final Map<String, Duration> SPANS =
      Map.of(
          "1h", Duration.ofHours(1),
          "24h", Duration.ofHours(24),
          "7d", Duration.ofDays(7),
          "30d", Duration.ofDays(30));

  /** The jobs that are asked for. */
  public Set<String> jobs() {
    return given(job);
  }

  /** The statuses that are asked for, by name. */
  public Set<String> statuses() {
    return given(status);
  }

  /** Whether jobs that run all the time are shown among others. */
  public boolean showsNoise() {
    return "show".equals(noise);
  }

  /** The same from its beginning, with the jobs that run all the time. */
  FilterInput withNoise() {
    return new FilterInput(job, status, since, from, to, param, text, "show", null);
  }

  /** Whether anything in particular is asked for. */
  public boolean isEmpty() {
    return jobs().isEmpty()
        && statuses().isEmpty()
        && given(since).isEmpty()
        && given(from).isEmpty()
        && given(to).isEmpty()
        && given(param).isEmpty()
        && given(text).isEmpty();
  }

  ExecutionFilter filter(Set<String> hidden, ZoneId zone, Instant now) {
    return ExecutionFilter.ALL
        .ofJobs(jobs())
        .without(showsNoise() ? Set.of() : hidden)
        .in(statuses().stream().map(FilterInput::status).collect(Collectors.toSet()))
        .between(
            given(since).isEmpty()
                ? time("from", given(from), zone)
                : now.minus(span(given(since))),
            given(since).isEmpty() ? time("to", given(to), zone) : null)
        .with(parameter())
        .saying(given(text).isEmpty() ? null : given(text));
  }

  @Nullable Cursor place() {
    if (given(before).isEmpty()) {
      return null;
    }
    try {
      return Cursor.parse(given(before));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("before: " + e.getMessage());
    }
  }

  /** The same query at another place, with its question mark; empty where nothing is asked for. */
  String query(@Nullable Cursor place) {
    var query = new QueryText();
    jobs().forEach(value -> query.add("job", value));
    statuses().forEach(value -> query.add("status", value));
    query.add("since", since);
    query.add("from", from);
    query.add("to", to);
    query.add("param", param);
    query.add("text", text);
    query.add("noise", noise);
    query.add("before", place == null ? null : place.toString());
    return query.toString();
  }

  private @Nullable ParameterValue parameter() {
    String pair = given(param);
    if (pair.isEmpty()) {
      return null;
    }
    int equals = pair.indexOf('=');
    if (equals < 1) {
      throw new InvalidInputException("param is not name=value: " + pair);
    }
    return new ParameterValue(
        pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
  }

  private static Duration span(String since) {
    Duration span = SPANS.get(since);
    if (span == null) {
      throw new InvalidInputException("since is none of " + SPANS.keySet() + ": " + since);
    }
    return span;
  }

  private static BatchStatus status(String name) {
    try {
      return BatchStatus.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("status is none: " + name);
    }
  }

  private static @Nullable Instant time(String name, String text, ZoneId zone) {
    if (text.isEmpty()) {
      return null;
    }
    try {
      return text.endsWith("Z")
          ? Instant.parse(text)
          : LocalDateTime.parse(text.length() == 10 ? text + "T00:00" : text)
              .atZone(zone)
              .toInstant();
    } catch (DateTimeException e) {
      throw new InvalidInputException(name + " is no time: " + text);
    }
  }

  private static Set<String> given(@Nullable List<String> values) {
    return values == null
        ? Set.of()
        : values.stream()
            .filter(value -> !value.isBlank())
            .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static String given(@Nullable String text) {
    return text == null ? "" : text.strip();
  }
}
