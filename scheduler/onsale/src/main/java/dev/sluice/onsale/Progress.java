package dev.sluice.onsale;

import static dev.sluice.onsale.TextTable.number;

import dev.sluice.onsale.play.Notes;
import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** A line that tells, while it is played, how far it is; on a terminal always the same line. */
final class Progress implements AutoCloseable {

  private static final Duration ON_TERMINAL = Duration.ofMillis(250);
  private static final Duration IN_FILE = Duration.ofSeconds(2);

  private final PrintStream out;
  private final Notes notes;
  private final int requests;
  private final boolean terminal;
  private final long startedAt = System.nanoTime();
  private final Thread thread;

  Progress(PrintStream out, Notes notes, int requests) {
    this.out = out;
    this.notes = notes;
    this.requests = requests;
    terminal = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    thread = Thread.ofVirtual().start(this::run);
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    out.println((terminal ? "\r" : "") + line());
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(terminal ? ON_TERMINAL : IN_FILE);
        if (terminal) {
          out.print("\r" + line());
          out.flush();
        } else {
          out.println(line());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String line() {
    double seconds = (System.nanoTime() - startedAt) / 1e9;
    return String.format(
        Locale.ROOT,
        "  %5.1f s  %s of %s sent, %s outcomes seen, %s a second   ",
        seconds,
        number(notes.sentCount()),
        number(requests),
        number(notes.outcomeCount()),
        number(Math.round(notes.outcomeCount() / Math.max(seconds, 0.001))));
  }
}
