package dev.sluice.bench.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HeapTests {

  @Test
  void readsWhatEachCollectorSays() {
    assertThat(
            Heap.used(
                " garbage-first heap   total reserved 524288K, committed 262144K, used 102400K"))
        .isEqualTo(100);
    assertThat(Heap.used(" def new generation   total 9792K, used 2048K [0x00, 0x01)"))
        .isEqualTo(2);
    assertThat(
            Heap.used(
                """
                PSYoungGen      total 305664K, used 2048K [0x0, 0x1, 0x2)
                ParOldGen       total 699392K, used 1024K [0x0, 0x1, 0x2)
                Metaspace       used 99K, committed 128K, reserved 1056768K
                """))
        .isEqualTo(3);
    assertThatThrownBy(() -> Heap.used("nothing")).hasMessageContaining("nothing");
  }

  @Test
  void asksARealJvm() throws Exception {
    assertThat(Heap.live(ProcessHandle.current().pid())).isPositive();
  }
}
