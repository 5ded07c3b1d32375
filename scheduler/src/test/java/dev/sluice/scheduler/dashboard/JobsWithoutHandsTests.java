package dev.sluice.scheduler.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dashboard.audit.ActionKind;
import dev.sluice.job.Tick;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobsWithoutHandsTests {

  @ParameterizedTest
  @CsvSource({
    "START,   relay-outcomes, false",
    "RESTART, relay-outcomes, false",
    "STOP,    relay-outcomes, true",
    "RECOVER, relay-outcomes, true",
    "START,   reconcile,      true",
    "RESTART, reconcile,      true"
  })
  void whatATickBeginsIsNotBegunByHand(ActionKind kind, String job, boolean allowed) {
    var rules =
        new JobsWithoutHands(List.of(new Tick("relay-outcomes", Duration.ofSeconds(1), () -> {})));
    assertThat(rules.refusal(kind, job).isEmpty()).isEqualTo(allowed);
  }
}
