package dev.sluice.onsale.play;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class LineIdsTests {

  /** Expected: {@code uuid.uuid5(key, '17')} of Python. */
  @Test
  void areUuidsOfVersion5() {
    assertThat(LineIds.of(UUID.fromString("0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e99"), 17))
        .isEqualTo(UUID.fromString("d9d1774b-54f2-554a-b3a1-cd18462d6743"));
  }
}
