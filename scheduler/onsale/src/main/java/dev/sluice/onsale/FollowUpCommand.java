package dev.sluice.onsale;

import dev.sluice.rig.SluiceProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The reader's own command after the play, such as a load test of what is up. */
final class FollowUpCommand {

  private FollowUpCommand() {}

  /**
   * Runs a command of the shell and waits for its end. It is told where the API is and how to be
   * let in.
   *
   * @return whether its exit status is 0
   */
  static boolean run(String command, Sluice sluice, PrintStream out) throws InterruptedException {
    out.printf("%nRunning %s%n%n", command);
    out.flush();
    var shell = new ProcessBuilder("/bin/sh", "-c", command).inheritIO();
    shell.environment().putAll(environment(sluice));
    try {
      int status = shell.start().waitFor();
      out.printf("%n%s ended with status %d.%n", command, status);
      return status == 0;
    } catch (IOException e) {
      throw new UncheckedIOException("There is no shell to run " + command, e);
    }
  }

  private static Map<String, String> environment(Sluice sluice) {
    return Map.of(
        "SLUICE_URL", sluice.intake().url(),
        "SLUICE_SCHEDULER_URL", sluice.scheduler().url(),
        "SLUICE_ISSUER", SluiceProcess.ISSUER,
        "SLUICE_SECRET", sluice.tokens().secret(),
        "SLUICE_TOKEN", sluice.tokens().of(Welcome.CUSTOMER, "reserve reserve:bulk"));
  }
}
