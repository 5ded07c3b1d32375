package dev.sluice.rig.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.rig.evidence.Evidence;
import org.junit.jupiter.api.Test;

class ChecksTests {

  @Test
  void allHoldWhereAllWentWell() {
    assertThat(Checks.run(new SmallOnSale().evidence()))
        .allSatisfy(verdict -> assertThat(verdict.breaches()).isEmpty())
        .allSatisfy(verdict -> assertThat(verdict.holds()).isTrue())
        .extracting(Verdict::name)
        .containsExactly("I1", "I2", "I3", "I4", "I5", "I7", "I8");
  }

  @Test
  void tellWhatWasLookedAt() {
    Verdict verdict = Checks.run(new SmallOnSale().evidence()).getFirst();

    assertThat(verdict.counts())
        .containsExactly(
            new Verdict.Count("taken by reservation_seat", 2),
            new Verdict.Count("by live reservations", 2),
            new Verdict.Count("by the journal played again", 2),
            new Verdict.Count("by the API's seat map", 2));
  }

  @Test
  void evidenceThatCannotBeReadIsABreach() {
    Check throwing =
        new Check() {
          @Override
          public String name() {
            return "I0";
          }

          @Override
          public String promise() {
            return "nothing";
          }

          @Override
          public void look(Evidence evidence, Findings findings) {
            throw new IllegalArgumentException("broken");
          }
        };

    Verdict verdict = Checks.verdict(throwing, new SmallOnSale().evidence());

    assertThat(verdict.holds()).isFalse();
    assertThat(verdict.breaches().getFirst()).contains("broken");
  }
}
