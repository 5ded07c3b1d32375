package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTests {

  @Test
  void tellsMiddleAndRangeInWhateverOrder() {
    var odd = new Samples("arm", "/s", List.of(30.0, 10.0, 20.0));
    assertThat(odd.median()).isEqualTo(20);
    assertThat(odd.min()).isEqualTo(10);
    assertThat(odd.max()).isEqualTo(30);
    assertThat(new Samples("arm", "/s", List.of(4.0, 1.0, 2.0, 3.0)).median()).isEqualTo(2.5);
  }

  /** The ratio of medians would be 1: each round's own ratio is what was measured. */
  @Test
  void dividesRoundByRound() {
    var fast = new Samples("fast", "/s", List.of(20.0, 200.0, 2.0));
    var slow = new Samples("slow", "/s", List.of(10.0, 20.0, 20.0));
    Samples ratio = fast.over(slow);
    assertThat(ratio.values()).containsExactly(2.0, 10.0, 0.1);
    assertThat(ratio.median()).isEqualTo(2);
  }

  @Test
  void refusesArmsThatRanUnequallyOften() {
    var once = new Samples("once", "/s", List.of(1.0));
    var twice = new Samples("twice", "/s", List.of(1.0, 2.0));
    assertThatIllegalArgumentException().isThrownBy(() -> once.over(twice));
    assertThatIllegalArgumentException().isThrownBy(() -> new Samples("never", "/s", List.of()));
  }

  @Test
  void holdsOrMissesATarget() {
    assertThat(Target.atLeast(0.9).holds(0.9)).isTrue();
    assertThat(Target.atLeast(0.9).holds(0.89)).isFalse();
    assertThat(Target.atMost(2).holds(2)).isTrue();
    assertThat(Target.atMost(2).holds(2.1)).isFalse();
    assertThat(Target.NONE.holds(-1)).isTrue();
  }
}
