package dev.sluice.servers.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgramTests {

  @Test
  void runsInItsFolderUntilItIsClosed() throws Exception {
    Path log;
    try (Program program =
        Program.start(
            "reader",
            Map.of("word.txt", "open sesame\n"),
            List.of("/bin/sh", "-c", "cat word.txt; echo ready > up; exec sleep 600"),
            () -> true)) {
      log = program.logFile();
      Path up = log.resolveSibling("up");
      Waiting.forAnswer(
          "reader",
          () -> Files.exists(up),
          () -> true,
          () -> "",
          new Patience(() -> Duration.ZERO, () -> 0));

      assertThat(log).hasContent("open sesame");
    }

    assertThat(log.getParent()).doesNotExist();
  }

  @Test
  void saysWhyItDidNotStart() {
    List<String> command = List.of("/bin/sh", "-c", "echo no such luck; exit 3");

    assertThatThrownBy(() -> Program.start("luckless", Map.of(), command, () -> false))
        .isInstanceOf(ServerFailedException.class)
        .hasMessageContaining("ended while it started")
        .hasMessageContaining("no such luck");
  }
}
