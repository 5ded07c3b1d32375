package dev.sluice.onsale.play;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.request.Command;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaybookTests {

  static final Stage STAGE =
      new Stage(
          new UUID(1, 1),
          IntStream.rangeClosed(1, 500).mapToObj(i -> "A-1-" + i).toList(),
          List.of("PLATINUM", "GOLD", "SILVER", "BRONZE"),
          new UUID(2, 2),
          new UUID(3, 3));

  @ParameterizedTest
  @ValueSource(ints = {100, 101, 999, 2_000, 20_000})
  void hasExactlyTheRequestsThatWereAskedFor(int requests) {
    assertThat(Playbook.draw(STAGE, requests, 7).requests()).isEqualTo(requests);
  }

  @Test
  void isTheSameForTheSameSeed() {
    assertThat(Playbook.draw(STAGE, 2_000, 7)).isEqualTo(Playbook.draw(STAGE, 2_000, 7));
    assertThat(Playbook.draw(STAGE, 2_000, 7)).isNotEqualTo(Playbook.draw(STAGE, 2_000, 8));
  }

  @Test
  void hasEveryKindOfStep() {
    assertThat(steps(Playbook.draw(STAGE, 2_000, 7)))
        .extracting(step -> (Object) step.getClass())
        .contains(
            Step.Ask.class,
            Step.AskTwice.class,
            Step.Repeat.class,
            Step.Reuse.class,
            Step.GiveBack.class,
            Step.Pay.class,
            Step.Misfit.class);
  }

  @Test
  void hasBulkCallsOfBothFormsWithBrokenLines() {
    List<Visit.Bulk> calls =
        Playbook.draw(STAGE, 2_000, 7).visits().stream()
            .filter(Visit.Bulk.class::isInstance)
            .map(Visit.Bulk.class::cast)
            .toList();

    assertThat(calls).extracting(Visit.Bulk::asArray).contains(true, false);
    assertThat(calls).extracting(Visit.Bulk::sentTwice).contains(true, false);
    assertThat(calls)
        .flatExtracting(Visit.Bulk::lines)
        .anyMatch(Visit.Line.Broken.class::isInstance);
  }

  @Test
  void hasAGoodLineInEveryBulkCall() {
    assertThat(Playbook.draw(STAGE, 20_000, 7).visits())
        .filteredOn(Visit.Bulk.class::isInstance)
        .allMatch(
            visit ->
                visit instanceof Visit.Bulk call
                    && call.lines().getFirst() instanceof Visit.Line.Good);
  }

  @Test
  void hasManyWhoWantTheSameSeat() {
    long most =
        steps(Playbook.draw(STAGE, 2_000, 7)).stream()
            .filter(
                step -> step instanceof Step.Ask(PlannedRequest planned) && wants(planned, "A-1-1"))
            .count();

    assertThat(most).isGreaterThan(5);
  }

  @Test
  void sendsSomethingElseUnderAUsedId() {
    assertThat(steps(Playbook.draw(STAGE, 2_000, 7)))
        .filteredOn(Step.Reuse.class::isInstance)
        .allMatch(
            step ->
                step instanceof Step.Reuse(PlannedRequest planned, Command other)
                    && !planned.command().equals(other));
  }

  private static boolean wants(PlannedRequest planned, String seat) {
    return planned.command() instanceof Command.ReserveNamed named && named.seats().contains(seat);
  }

  private static List<Step> steps(Playbook playbook) {
    return playbook.visits().stream()
        .flatMap(
            visit -> visit instanceof Visit.Single single ? single.steps().stream() : Stream.of())
        .toList();
  }
}
