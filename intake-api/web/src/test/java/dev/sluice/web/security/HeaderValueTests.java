package dev.sluice.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HeaderValueTests {

  /** The rule of Spring Security's own firewall. */
  private static final Pattern SPRINGS =
      Pattern.compile("[\\p{IsAssigned}&&[[^\\p{IsControl}]||\\t]]*");

  @Test
  void allowsWhatSpringAllows() {
    for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
      String value = "a" + Character.toString(character) + "z";
      assertThat(SecurityConfiguration.isHeaderValue(value))
          .as("character %x", character)
          .isEqualTo(SPRINGS.matcher(value).matches());
    }
  }

  @Test
  void looksAtEveryCharacter() {
    assertThat(SecurityConfiguration.isHeaderValue("")).isTrue();
    assertThat(SecurityConfiguration.isHeaderValue("Bearer a.b.c")).isTrue();
    assertThat(SecurityConfiguration.isHeaderValue("\nab")).isFalse();
    assertThat(SecurityConfiguration.isHeaderValue("ab\r")).isFalse();
    assertThat(SecurityConfiguration.isHeaderValue("a\uD83C\uDFADb\u0000")).isFalse();
  }
}
