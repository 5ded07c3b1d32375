package dev.sluice.contract.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineIdsTests {

  /** Expected: {@code uuid.uuid5(call, '17')} of Python. */
  @ParameterizedTest
  @CsvSource({
    "1, 6fbca8a5-1e7c-5a6b-bda9-3550c7057005",
    "17, d9d1774b-54f2-554a-b3a1-cd18462d6743",
    "10000, a74605eb-638f-51d1-9b8d-520d2c6c1294"
  })
  void areUuidsOfVersion5(long line, UUID expected) {
    assertThat(LineIds.of(UUID.fromString("0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e99"), line))
        .isEqualTo(expected);
  }
}
