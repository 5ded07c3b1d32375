package dev.sluice.servers.life;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A shell script that outlives this JVM to clean up behind it.
 *
 * <p>Its standard input is a pipe from this JVM, which the kernel closes when the JVM ends, however
 * it ends: at the end of its input the script cleans up. Each line that it reads before, it must
 * answer with a line.
 */
final class Watchdog implements AutoCloseable {

  /** Where there is {@code setsid} (Linux), Ctrl-C on the terminal reaches only this JVM. */
  private static final List<String> OWN_SESSION =
      Files.isExecutable(Path.of("/usr/bin/setsid")) ? List.of("/usr/bin/setsid") : List.of();

  private final Process process;
  private final BufferedReader answers;
  private final Writer lines;

  private Watchdog(Process process) {
    this.process = process;
    this.answers = process.inputReader();
    this.lines = process.outputWriter();
  }

  static Watchdog start(String script, String... arguments) {
    List<String> command = shell("trap '' HUP INT TERM\n" + script, List.of(arguments));
    try {
      return new Watchdog(
          new ProcessBuilder(command)
              .directory(Path.of("/").toFile())
              .redirectError(Redirect.DISCARD)
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The command that runs a script in a session of its own. */
  static List<String> shell(String script, List<String> arguments) {
    var command = new ArrayList<>(OWN_SESSION);
    command.addAll(List.of("/bin/sh", "-c", script, "sluice"));
    command.addAll(arguments);
    return command;
  }

  /**
   * Says a line and waits for the answer, so that what was said holds even if this JVM dies next.
   */
  synchronized void tell(String line) {
    try {
      lines.write(line + "\n");
      lines.flush();
      if (answers.readLine() == null) {
        throw new IOException("the watchdog is gone");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has the script clean up, and waits until it has. */
  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Waiting.forEnd(process);
  }
}
