package dev.sluice.servers.life;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A server that is a process of this machine. */
public final class EmbeddedServer implements Server {

  private final String name;
  private final DataFolder folder;
  private final Consumer<DataFolder> installation;
  private final List<String> command;
  private final Probe probe;
  private @Nullable Process process;
  private boolean installed;
  private boolean closed;

  /**
   * Takes over the folder: {@link #close()} closes it.
   *
   * @param installation fills the folder, before the first start
   */
  public EmbeddedServer(
      String name,
      DataFolder folder,
      Consumer<DataFolder> installation,
      List<String> command,
      Probe probe) {
    this.name = name;
    this.folder = folder;
    this.installation = installation;
    this.command = command;
    this.probe = probe;
  }

  DataFolder folder() {
    return folder;
  }

  synchronized long pid() {
    if (process == null) {
      throw new IllegalStateException(name + " does not run");
    }
    return process.pid();
  }

  /** Whether its process lives, frozen or not. */
  public synchronized boolean isRunning() {
    return process != null && process.isAlive();
  }

  @Override
  public synchronized void start() {
    requireOpen();
    if (isRunning()) {
      return;
    }
    if (!installed) {
      installation.accept(folder);
      installed = true;
    }
    Process started = folder.launch(command, Path.of("/dev/null"));
    process = started;
    try {
      Waiting.forAnswer(
          name,
          probe,
          started::isAlive,
          folder::log,
          Patience.with(started, () -> folder.log().length()));
    } catch (ServerFailedException e) {
      kill();
      throw e;
    }
  }

  @Override
  public synchronized void stop() {
    requireOpen();
    if (process != null) {
      thaw();
      process.destroy();
      awaitEnd(process);
    }
  }

  @Override
  public synchronized void kill() {
    requireOpen();
    if (process != null) {
      process.destroyForcibly();
      awaitEnd(process);
    }
  }

  private void awaitEnd(Process ending) {
    if (!Waiting.forEnd(ending)) {
      throw new ServerFailedException(name, "does not stop", folder.log(), null);
    }
    folder.forget();
    process = null;
  }

  @Override
  public synchronized void freeze() {
    requireOpen();
    signal("STOP");
  }

  @Override
  public synchronized void thaw() {
    requireOpen();
    signal("CONT");
  }

  private void signal(String signal) {
    if (process == null || !process.isAlive()) {
      return;
    }
    try {
      var kill = List.of("/bin/sh", "-c", "kill -s " + signal + " " + process.pid());
      Waiting.forEnd(new ProcessBuilder(kill).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      kill();
      closed = true;
      folder.close();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(name + " is closed");
    }
  }
}
