package dev.sluice.servers.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackingTests {

  private static final int ROUNDS = 250;
  private static final int OTHERS = 3;

  @Test
  void aProgramRunsAtOnceWhateverElseThisJvmStartsMeanwhile(@TempDir Path folder) throws Exception {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> runs = executor.submit(() -> runs(folder.resolve("program")));
      Callable<Integer> others = () -> startOthersUntil(runs);
      List<Future<Integer>> all = executor.invokeAll(Collections.nCopies(OTHERS, others));

      assertThat(runs.get()).isEqualTo(ROUNDS);
      for (Future<Integer> started : all) {
        assertThat(started.get()).isPositive();
      }
    }
  }

  private static int runs(Path program) throws Exception {
    int runs = 0;
    for (int i = 0; i < ROUNDS; i++) {
      Files.deleteIfExists(program);
      Unpacking.program("redis-server-7.0.15-linux-amd64", program);
      // As a server is started: by a shell, whose exec is not this JVM's.
      var command = List.of("/bin/sh", "-c", "exec \"$0\" --version", program.toString());
      runs += new ProcessBuilder(command).start().waitFor() == 0 ? 1 : 0;
    }
    return runs;
  }

  private static int startOthersUntil(Future<Integer> end) throws Exception {
    int started = 0;
    while (!end.isDone()) {
      new ProcessBuilder("/bin/true").start().waitFor();
      started++;
    }
    return started;
  }
}
