package dev.sluice.onsale;

import dev.sluice.onsale.play.Api;
import dev.sluice.onsale.play.Examples;
import dev.sluice.rig.OptionTexts;
import dev.sluice.rig.SqlScript;
import dev.sluice.servers.life.Scratch;
import dev.sluice.servers.life.ServerFailedException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/**
 * The README's <em>Run</em> command: starts a whole Sluice, plays an on-sale, tells what came of
 * it, and stays up. Everything that it started ends with it, however it ends.
 *
 * <p>Exit status: 0 if every promise was kept and the command after the play succeeded, 1 if not, 2
 * if something did not start.
 */
public final class Launcher {

  private static final SqlScript DEMO = new SqlScript("sql/demo/load-demo.sql");
  private static final UUID DEMO_SESSION = UUID.fromString("d0000000-0000-4000-8000-000000000101");
  private static final int BROKEN = 1;
  private static final int NOT_STARTED = 2;

  private Launcher() {}

  /** Takes its options from system properties and the environment: see {@link Options}. */
  public static void main(String[] args) throws Exception {
    int status;
    try (Scratch scratch = Scratch.create("launcher")) {
      // What is read from Kafka is compressed: the library for it is unpacked, and must not stay.
      System.setProperty("org.xerial.snappy.tempdir", scratch.path().toString());
      status =
          run(Options.of(new OptionTexts(System.getProperties(), System.getenv())), System.out);
    } catch (ServerFailedException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      status = NOT_STARTED;
    }
    System.exit(status);
  }

  private static int run(Options options, PrintStream out) throws Exception {
    if (options.endsWithParent()) {
      endWithParent();
    }
    try (Sluice sluice = Sluice.start(options, out)) {
      if (sluice.hasOwnServers()) {
        loadDemo(sluice);
      }
      out.print(Welcome.addresses(sluice));
      String calls =
          sluice.hasOwnServers()
              ? Welcome.calls(sluice, DEMO_SESSION, List.of("GOLD", "SILVER"))
              : "";
      out.print(calls);
      boolean kept = new OnSale(sluice, options, out).play();
      if (sluice.hasOwnServers()) {
        submitExamples(sluice);
      }
      boolean succeeded =
          options.followUp().isEmpty() || FollowUpCommand.run(options.followUp(), sluice, out);
      if (!options.exits()) {
        stay(sluice, calls, out);
      }
      return kept && succeeded ? 0 : BROKEN;
    }
  }

  private static void loadDemo(Sluice sluice) throws SQLException {
    try (Connection connection = sluice.addresses().connect()) {
      DEMO.run(connection);
    }
  }

  private static void submitExamples(Sluice sluice) throws InterruptedException {
    try (Api api =
        new Api(sluice.intake().url(), customer -> sluice.tokens().of(customer, "reserve"))) {
      Examples.submit(api, Welcome.CUSTOMER);
    }
  }

  private static void stay(Sluice sluice, String calls, PrintStream out)
      throws InterruptedException {
    out.print(Welcome.addresses(sluice));
    out.print(calls);
    out.printf("%nSluice stays up. Ctrl-C ends it, and everything that it started.%n");
    new CountDownLatch(1).await();
  }

  /** Maven, say: killed, it cannot end what it started. */
  private static void endWithParent() {
    ProcessHandle.current().parent().ifPresent(Launcher::endWith);
  }

  private static void endWith(ProcessHandle process) {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              process.onExit().join();
              Runtime.getRuntime().halt(NOT_STARTED);
            });
  }
}
