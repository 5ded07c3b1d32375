package dev.sluice.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeadIdsTests {

  private static final UUID SESSION = new UUID(1, 2);
  private static final int ADDED = 300_000;

  /** Seen to fail with a step of zero: one bit an id, and one other id in 450 was found. */
  @Test
  void findsEveryIdThatWasAddedAndHardlyAnyOther() {
    var ids = new DeadIds();
    assertThat(ids.mayHave(SESSION, new UUID(0, 0))).isFalse();
    for (int i = 0; i < ADDED; i++) {
      ids.add(SESSION, new UUID(i, 7));
    }
    int others = 0;
    for (int i = 0; i < ADDED; i++) {
      assertThat(ids.mayHave(SESSION, new UUID(i, 7))).isTrue();
      others += ids.mayHave(SESSION, new UUID(i, 8)) ? 1 : 0;
      others += ids.mayHave(new UUID(1, 3), new UUID(i, 7)) ? 1 : 0;
    }
    assertThat(others).isZero();
  }
}
