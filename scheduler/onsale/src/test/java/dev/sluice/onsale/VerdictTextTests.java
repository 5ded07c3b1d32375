package dev.sluice.onsale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.rig.check.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTextTests {

  @Test
  void namesTheCheckWithItsCounts() {
    var verdict =
        new Verdict(
            "I4",
            "numbers have no gap",
            List.of(new Verdict.Count("numbers", 12_345)),
            0,
            List.of());

    assertThat(VerdictText.of(List.of(verdict)).strip())
        .matches("I4 +numbers have no gap +ok +12,345 numbers");
  }

  @Test
  void tellsTheFirstBreachesAndHowManyMore() {
    var verdict = new Verdict("I1", "no seat twice", List.of(), 7, List.of("seat 1", "seat 2"));

    assertThat(VerdictText.of(List.of(verdict)).lines().map(String::strip))
        .containsExactly(
            "I1  no seat twice                              BROKEN",
            "seat 1",
            "seat 2",
            "and 5 more");
  }
}
