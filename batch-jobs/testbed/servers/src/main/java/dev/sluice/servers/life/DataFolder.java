package dev.sluice.servers.life;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The folder of one embedded server, and the processes that run in it, one at a time: a watchdog
 * makes the folder, and when this JVM ends kills the process and deletes the folder.
 */
public final class DataFolder implements AutoCloseable {

  /** What {@link Watchdog} runs: $1 is the folder; each line is the process to kill, or none. */
  private static final String WATCH =
      """
      mkdir -m 700 "$1" || exit 1
      pid=none
      while read -r line; do pid=$line; echo "watching $pid"; done
      [ "$pid" = none ] || kill -9 "$pid"
      for i in 1 2 3 4 5 6 7 8 9 10; do
        rm -rf "$1" && exit 0
        sleep 0.2
      done
      """;

  private static final String NO_PROCESS = "none";

  /**
   * Becomes the command once told to. Until then the watchdog may not know the process, and it ends
   * with this JVM by itself: its input ends.
   */
  private static final String GATE = "in=$1; shift; read -r _ && exec \"$@\" <\"$in\"";

  private final Path path;
  private final Watchdog watchdog;

  private DataFolder(Path path, Watchdog watchdog) {
    this.path = path;
    this.watchdog = watchdog;
  }

  /** Makes a folder that no other user can read, under {@code java.io.tmpdir}. */
  public static DataFolder create(String server) {
    Path path =
        Path.of(System.getProperty("java.io.tmpdir"), "sluice-" + server + "-" + Token.random())
            .toAbsolutePath();
    Watchdog watchdog = Watchdog.start(WATCH, path.toString());
    watchdog.tell(NO_PROCESS);
    return new DataFolder(path, watchdog);
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Starts a process in this folder, watched from its first instruction on. */
  Process launch(List<String> command, Path input) {
    var arguments = new ArrayList<>(List.of(input.toString()));
    arguments.addAll(command);
    var builder =
        new ProcessBuilder(Watchdog.shell(GATE, arguments))
            .directory(path.toFile())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(logFile().toFile()));
    // A debugger or an agent of this JVM is not the servers'.
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    try {
      Process process = builder.start();
      watchdog.tell(Long.toString(process.pid()));
      try (var gate = process.outputWriter()) {
        gate.write("go\n");
      }
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs a process to its end.
   *
   * @param what says in messages what it does
   * @throws ServerFailedException where it fails, or stops making progress
   */
  public void run(String what, List<String> command, Path input) {
    Process process = launch(command, input);
    boolean ended = Waiting.forEnd(process);
    forget();
    if (!ended || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new ServerFailedException(what, ended ? "failed" : "does not end", log(), null);
    }
  }

  /** Says that the launched process has ended: its number may become another's. */
  void forget() {
    watchdog.tell(NO_PROCESS);
  }

  /** What the processes of this folder have said. */
  String log() {
    try {
      return Files.exists(logFile()) ? Files.readString(logFile()) : "";
    } catch (IOException e) {
      return "(not readable: " + e + ")";
    }
  }

  Path logFile() {
    return path.resolve("server.log");
  }

  /** Kills the process and deletes the folder. */
  @Override
  public void close() {
    watchdog.close();
  }
}
