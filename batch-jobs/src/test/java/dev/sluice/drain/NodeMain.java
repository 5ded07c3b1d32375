package dev.sluice.drain;

import dev.sluice.job.JobRunner;
import dev.sluice.job.Tick;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A node as a process: see {@link NodeProcess}. Its properties come by the environment. It stops
 * when told to, and dies when its parent does.
 */
final class NodeMain {

  private static final long TICK_NANOS = 50_000_000;

  private NodeMain() {}

  public static void main(String[] arguments) throws IOException {
    ConfigurableApplicationContext context =
        new SpringApplicationBuilder(NodeApplication.class).web(WebApplicationType.NONE).run();
    var runner = context.getBean(JobRunner.class);
    for (String name : List.of("drainTick", "relayTick")) {
      Tick tick = context.getBean(name, Tick.class);
      repeat(() -> runner.run(tick));
    }
    System.out.println(NodeProcess.READY);
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    if (NodeProcess.STOP.equals(in.readLine())) {
      context.close();
      Runtime.getRuntime().exit(0);
    }
    Runtime.getRuntime().halt(1);
  }

  private static void repeat(Runnable tick) {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              while (true) {
                tick.run();
                LockSupport.parkNanos(TICK_NANOS);
              }
            });
  }
}
