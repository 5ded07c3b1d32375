package dev.sluice.intake.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.request.SystemRequests;
import dev.sluice.web.problem.Problem;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdsTests {

  @Test
  void makesVersion7WithTheTimeInFront() {
    long time = 0x0199_C2A4_7D1EL;
    UUID id = Ids.version7(time);
    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(time);
    assertThat(Ids.version7(time)).isNotEqualTo(id);
  }

  /** Seen to fail where quotes are taken for a part of the key: 400. */
  @Test
  void takesTheClientsKey() {
    UUID key = UUID.randomUUID();
    assertThat(Ids.keyOrNew(key.toString())).isEqualTo(key);
    assertThat(Ids.keyOrNew("\"" + key + "\"")).isEqualTo(key);
    for (String bad : List.of("\"" + key, key + "\"", "\"\"" + key + "\"\"", "\"\"", "\"")) {
      assertThatThrownBy(() -> Ids.keyOrNew(bad)).as(bad).isInstanceOf(Problem.class);
    }
    assertThatThrownBy(() -> Ids.keyOrNew("1-1-1-1-1")).isInstanceOf(Problem.class);
    assertThatThrownBy(() -> Ids.keyOrNew("")).isInstanceOf(Problem.class);
  }

  /** Else a client could use up an id under which the system itself asks. */
  @Test
  void leavesTheSystemsKeysToIt() {
    String key = SystemRequests.newId().toString();
    assertThatThrownBy(() -> Ids.keyOrNew(key)).isInstanceOf(Problem.class);
  }
}
