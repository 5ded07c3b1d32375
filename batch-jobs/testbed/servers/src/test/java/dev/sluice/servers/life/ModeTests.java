package dev.sluice.servers.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModeTests {

  @AfterEach
  void clear() {
    System.clearProperty(Mode.SYSTEM_PROPERTY);
  }

  @Test
  void isEmbeddedUnlessSaidOtherwise() {
    assertThat(Mode.fromSystemProperty()).isEqualTo(Mode.EMBEDDED);
  }

  @Test
  void isWhatThePropertyNamesInAnyCase() {
    System.setProperty(Mode.SYSTEM_PROPERTY, "containers");
    assertThat(Mode.fromSystemProperty()).isEqualTo(Mode.CONTAINERS);
  }

  @Test
  void rejectsAnotherName() {
    System.setProperty(Mode.SYSTEM_PROPERTY, "cloud");
    assertThatIllegalArgumentException().isThrownBy(Mode::fromSystemProperty);
  }
}
