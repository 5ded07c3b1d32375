package dev.sluice.intake.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreferenceTests {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wait=5",
        "Wait = 5",
        "wait=\"5\"",
        "respond-async, wait=5",
        "wait=5, return=minimal",
        "respond-async; wait=5"
      })
  void readsTheWait(String header) {
    assertThat(Preference.waiting(List.of(header))).contains(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "wait",
        "wait=",
        "wait=-1",
        "wait=x",
        "await=5",
        "wait=99999999999",
        "waits=5"
      })
  void passesOverTheRest(String header) {
    assertThat(Preference.waiting(List.of(header))).isEmpty();
  }

  @Test
  void readsSeveralHeaders() {
    assertThat(Preference.waiting(List.of("return=minimal", "wait=0"))).contains(Duration.ZERO);
    assertThat(Preference.waiting(null)).isEmpty();
  }
}
