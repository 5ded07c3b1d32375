package dev.sluice.servers.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTests {

  @Test
  void givesNoPortTwiceAndNoneThatTheKernelGivesToClients() {
    var ports = IntStream.range(0, 200).map(_ -> Ports.free()).boxed().toList();

    assertThat(ports).doesNotHaveDuplicates().allMatch(port -> port > 1024 && port < 32_768);
  }
}
