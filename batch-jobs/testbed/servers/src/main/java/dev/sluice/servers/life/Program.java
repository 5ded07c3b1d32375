package dev.sluice.servers.life;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Any other program as a {@link Server}: it runs in a folder of its own that no other user can
 * read, and both are gone when this JVM ends, however it ends.
 */
public final class Program extends DelegatingServer {

  private final EmbeddedServer server;
  private final DataFolder folder;

  private Program(EmbeddedServer server) {
    super(server);
    this.server = server;
    folder = server.folder();
  }

  /**
   * Starts a program; returns when it answers.
   *
   * @param name says in messages and in the folder's name which it is: lower-case letters
   * @param files texts to write into the folder first, by name: what should not stand in a command
   *     line
   * @param command the program and its arguments; the folder is its working directory
   * @throws ServerFailedException where it ends before it answers, or stops making progress;
   *     nothing is left of it then
   */
  public static Program start(
      String name, Map<String, String> files, List<String> command, Probe probe) {
    DataFolder folder = DataFolder.create(name);
    return DelegatingServer.started(
        new Program(
            new EmbeddedServer(name, folder, _ -> write(files, folder.path()), command, probe)));
  }

  /** The program's process: another one after every start. */
  public long pid() {
    return server.pid();
  }

  /** What the program has written to its standard output and error. */
  public Path logFile() {
    return folder.logFile();
  }

  private static void write(Map<String, String> files, Path folder) {
    files.forEach(
        (file, text) -> {
          try {
            Files.writeString(folder.resolve(file), text);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
