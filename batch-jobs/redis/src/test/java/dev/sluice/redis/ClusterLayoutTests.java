package dev.sluice.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.SlotHash;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterLayoutTests {

  private static final int SLOT = SlotHash.getSlot("{s3}:requests");

  @Test
  void aShardIsWhereItsKeysAre() {
    ClusterLayout layout =
        layout(
            List.of(0L, SLOT - 1L, List.of("one", 1L, "id")),
            List.of((long) SLOT, 16_383L, List.of("two", 2L, "id"), List.of("replica", 3L, "id")));
    assertThat(layout.serverOf(3).getHost()).isEqualTo("two");
    assertThat(layout.servers()).extracting(RedisURI::getPort).containsExactly(1, 2);
  }

  @Test
  void aNodeThatKnowsNotItsOwnHostIsTheOneThatWasAsked() {
    assertThat(layout(List.of(0L, 16_383L, List.of("", 7L))).serverOf(3).getHost())
        .isEqualTo("asked");
  }

  @Test
  void aHoleInTheClusterIsSaid() {
    assertThatThrownBy(() -> layout(List.of(0L, SLOT - 1L, List.of("one", 1L))).serverOf(3))
        .isInstanceOf(RedisException.class)
        .hasMessageContaining(Integer.toString(SLOT));
  }

  private static ClusterLayout layout(Object... ranges) {
    return ClusterLayout.of(
        List.of(ranges), (host, port) -> RedisURI.create(host.isEmpty() ? "asked" : host, port));
  }
}
