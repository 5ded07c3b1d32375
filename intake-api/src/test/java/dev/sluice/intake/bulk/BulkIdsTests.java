package dev.sluice.intake.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class BulkIdsTests {

  @Test
  void makesVersion5OfBulkAndLine() {
    // python3 -c 'import uuid; print(uuid.uuid5(uuid.UUID("0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e99"),
    // "1"))'
    UUID bulk = UUID.fromString("0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e99");
    assertThat(BulkIds.ofLine(bulk, 1)).hasToString("6fbca8a5-1e7c-5a6b-bda9-3550c7057005");
    assertThat(BulkIds.ofLine(bulk, 10_000)).hasToString("a74605eb-638f-51d1-9b8d-520d2c6c1294");
  }
}
