package dev.sluice.web.problem;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.util.Objects;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;

/**
 * Counts the problems that calls are answered with, by type: of two answers 503 one may be a server
 * that is away, the other a queue that is full. Thread-safe.
 */
@Component
final class ProblemCounter {

  private final MeterRegistry meters;

  ProblemCounter(MeterRegistry meters) {
    this.meters = meters;
  }

  /** One more answer with that body. */
  void count(ProblemDetail body) {
    Counter.builder("sluice.problems")
        .description("Calls that were answered with a problem, by its type")
        .tag("type", nameOf(Objects.requireNonNull(body.getType())))
        .register(meters)
        .increment();
  }

  /** The last part of the type's address: there are as many as kinds of problem. */
  private static String nameOf(URI type) {
    String address = type.toString();
    return address.substring(address.lastIndexOf('/') + 1);
  }
}
