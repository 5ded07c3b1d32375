package dev.sluice.dashboard.history;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Conditions that must all hold, with the values for their question marks, in order. */
record Conditions(String text, List<Object> values) {

  static final Conditions NONE = new Conditions("1 = 1", List.of());

  Conditions and(String condition, Object... bound) {
    return and(new Conditions(condition, Arrays.asList(bound)));
  }

  /** A condition with a list of values at {@code %s}. */
  Conditions andIn(String condition, Collection<?> bound) {
    String marks = String.join(", ", Collections.nCopies(bound.size(), "?"));
    return and(condition.formatted(marks), bound.toArray());
  }

  Conditions and(Conditions more) {
    return new Conditions(
        text + " AND (" + more.text + ")",
        Stream.concat(values.stream(), more.values.stream()).toList());
  }
}
