package dev.sluice.scheduler.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dashboard.action.GivenParameter;
import dev.sluice.dashboard.audit.ActionKind;
import dev.sluice.job.CalendarJob;
import dev.sluice.job.CalendarJob.Missed;
import dev.sluice.job.Tick;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;

class SluiceJobRulesTests {

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
        new SluiceJobRules(
            List.of(new Tick("relay-outcomes", Duration.ofSeconds(1), () -> {})), List.of());
    assertThat(rules.refusal(kind, job).isEmpty()).isEqualTo(allowed);
  }

  /** Seen to fail with the date in UTC. */
  @Test
  void aJobOfTheCalendarBeginsWithTheBusinessDateOfItsZone() {
    var seoul =
        new CalendarJob(
            new JobStub("sweep"), "0 0 4 * * ?", ZoneId.of("Asia/Seoul"), Missed.RUN_ONCE);
    Instant evening = Instant.parse("2026-11-27T20:00:00Z");
    var rules = new SluiceJobRules(List.of(), List.of(seoul), () -> evening);
    assertThat(rules.suggested("sweep"))
        .containsExactly(new GivenParameter("date", "LocalDate", "2026-11-28", true));
    assertThat(rules.suggested("drain")).isEmpty();
  }

  private record JobStub(String name) implements Job {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public void execute(JobExecution execution) {
      throw new UnsupportedOperationException("no rule runs a job");
    }
  }
}
