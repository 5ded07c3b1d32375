package dev.sluice.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Limits;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.request.SystemRequests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectsTests {

  @ParameterizedTest
  @ValueSource(strings = {"ann", "auth0|5f7c8ec7c33c6c004bbafe82", "109876543210987654321", "~"})
  void leavesWhatCanBeAName(String subject) {
    assertThat(Subjects.nameOf(subject)).isEqualTo(subject);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ann Smith",
        "zoë",
        "a\"b",
        "a\\b",
        "\u0000",
        "sha256:",
        SystemRequests.CUSTOMER,
        "🎫",
        "CN=ann, O=example"
      })
  void hashesWhatCannot(String subject) {
    assertThat(Subjects.nameOf(subject)).matches(Request.CUSTOMER).isNotEqualTo(subject);
  }

  /** Seen to fail where every subject is its own name. */
  @Test
  void hashesFromTheLengthOn() {
    String longest = "a".repeat(Limits.CUSTOMER_LENGTH_MAX);
    assertThat(Subjects.nameOf(longest)).isEqualTo(longest);
    // Reservations are kept under this name, so it is the same for ever.
    assertThat(Subjects.nameOf(longest + "a"))
        .isEqualTo("sha256:Y1NhxIu56rFBmOduqKt_GkFoXWrWKqkUbTAdTxfrCuA");
  }

  @Test
  void letsNobodyTakeTheHashOfAnother() {
    String hashed = Subjects.nameOf("a".repeat(255));
    assertThat(Subjects.nameOf(hashed)).isNotEqualTo(hashed);
  }

  @Test
  void refusesSubjectsThatShareBytes() {
    assertThat(Subjects.isSubject(null)).isFalse();
    assertThat(Subjects.isSubject("")).isFalse();
    assertThat(Subjects.isSubject("\uD83C")).isFalse();
    assertThat(Subjects.isSubject("\uD83C\uDFAB")).isTrue();
    assertThat(Subjects.isSubject(" ")).isTrue();
  }
}
