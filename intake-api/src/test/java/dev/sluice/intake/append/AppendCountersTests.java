package dev.sluice.intake.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.RememberedRequest;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AppendCountersTests {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final AppendCounters counters = new AppendCounters("3", meters);

  static Stream<Arguments> results() {
    RememberedRequest remembered = aRememberedRequest();
    return Stream.of(
        arguments("queued", new AppendResult.Queued(remembered, false)),
        arguments("repeated", new AppendResult.Queued(remembered, true)),
        arguments("id-reused", new AppendResult.IdReused()),
        arguments("caller-full", new AppendResult.CallerFull()),
        arguments("backlog-full", new AppendResult.BacklogFull(AppendResult.Bound.AGE)),
        arguments("not-now", new AppendResult.NotNow("Redis is not connected")),
        arguments("in-doubt", new AppendResult.InDoubt("no answer")));
  }

  @ParameterizedTest
  @MethodSource("results")
  void countsEachResultAsItself(String name, AppendResult result) {
    counters.count(result);
    assertThat(meters.get("sluice.intake.requests").tag("result", name).counter().count())
        .isEqualTo(1);
    assertThat(
            meters.get("sluice.intake.requests").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum())
        .isEqualTo(1);
  }

  @Test
  void allAreThereFromTheBeginning() {
    assertThat(meters.getMeters())
        .extracting(Meter::getId)
        .extracting(id -> id.getTag("result"))
        .containsExactlyInAnyOrderElementsOf(results().map(one -> (String) one.get()[0]).toList());
  }

  private static RememberedRequest aRememberedRequest() {
    Request request =
        Request.of(
            UUID.randomUUID(),
            UUID.randomUUID(),
            "ann",
            new Command.ReserveNamed(List.of("A-1-1"), null));
    return new RememberedRequest(new EntryId(1, 0), request.digest(), 0, 1);
  }
}
