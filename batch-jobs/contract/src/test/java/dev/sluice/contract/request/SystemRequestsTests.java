package dev.sluice.contract.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Examples;
import dev.sluice.contract.stream.StreamEntry;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SystemRequestsTests {

  @Test
  void idsAreOfTheirOwnKindAndNeverTheSame() {
    Set<UUID> ids = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      UUID id = SystemRequests.newId();
      assertThat(id.version()).isEqualTo(8);
      assertThat(id.variant()).isEqualTo(2);
      assertThat(SystemRequests.isId(id)).isTrue();
      assertThat(ids.add(id)).isTrue();
    }
    assertThat(SystemRequests.isId(UUID.randomUUID())).isFalse();
    assertThat(SystemRequests.isId(LineIds.of(UUID.randomUUID(), 1))).isFalse();
  }

  @Test
  void pulsesAreEntriesLikeOthers() {
    Request pulse = SystemRequests.pulse(Examples.SESSION);
    StreamEntry entry = StreamEntry.of(Examples.entry(1), pulse);
    assertThat(entry.decode()).isEqualTo(pulse);
    assertThat(entry.customer()).isEqualTo(SystemRequests.CUSTOMER);
  }
}
