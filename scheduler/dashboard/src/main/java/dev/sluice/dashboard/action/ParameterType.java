package dev.sluice.dashboard.action;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.batch.core.job.parameters.JobParameter;

/**
 * The types that a parameter given by hand may have. A type by name of any class would let clients
 * load classes.
 *
 * @param type as Batch stores it
 * @param reader throws a RuntimeException where it cannot read the text
 */
public record ParameterType<T>(Class<T> type, Function<String, T> reader) {

  /** All of them; the first is that of a parameter that does not say. */
  public static final List<ParameterType<?>> ALL =
      List.of(
          new ParameterType<>(String.class, text -> text),
          new ParameterType<>(Long.class, Long::valueOf),
          new ParameterType<>(Double.class, Double::valueOf),
          new ParameterType<>(LocalDate.class, LocalDate::parse),
          new ParameterType<>(LocalTime.class, LocalTime::parse),
          new ParameterType<>(LocalDateTime.class, LocalDateTime::parse),
          new ParameterType<>(Date.class, text -> Date.from(Instant.parse(text))));

  /** Finds one by its full name, or by its last part. */
  public static Optional<ParameterType<?>> find(String name) {
    return ALL.stream()
        .filter(type -> type.type.getName().equals(name) || type.name().equals(name))
        .findFirst();
  }

  /** The last part of its name. */
  public String name() {
    return type.getSimpleName();
  }

  JobParameter<T> read(String name, String value, boolean identifying) {
    return new JobParameter<>(name, reader.apply(value), type, identifying);
  }
}
