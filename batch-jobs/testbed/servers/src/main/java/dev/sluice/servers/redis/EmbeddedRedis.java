package dev.sluice.servers.redis;

import dev.sluice.servers.life.DataFolder;
import dev.sluice.servers.life.DelegatingServer;
import dev.sluice.servers.life.EmbeddedServer;
import dev.sluice.servers.life.Ports;
import dev.sluice.servers.life.Unpacking;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Redis from the binaries of embedded-redis. */
final class EmbeddedRedis extends DelegatingServer implements RedisHost {

  private static final String BINARIES = "redis-server-7.0.15-";

  private final int port;
  private final EmbeddedServer server;
  private final Path files;

  EmbeddedRedis(int port, String password, Map<String, String> more) {
    this(DataFolder.create("redis"), port, password, RedisServerOptions.of(password, more));
  }

  private EmbeddedRedis(
      DataFolder folder, int port, String password, Map<String, String> settings) {
    this(
        folder,
        port,
        new EmbeddedServer(
            "Redis",
            folder,
            _ -> install(folder.path(), port, settings),
            List.of(program(folder.path()).toString(), settings(folder.path()).toString()),
            () -> Redis.answers(port, password)));
  }

  private EmbeddedRedis(DataFolder folder, int port, EmbeddedServer server) {
    super(server);
    this.port = port;
    this.server = server;
    this.files = folder.path().resolve(AppendOnlyFiles.FOLDER);
  }

  private static void install(Path folder, int port, Map<String, String> all) {
    Unpacking.program(BINARIES + platform(), program(folder));
    String settings =
        all.entrySet().stream()
            .map(setting -> "%s \"%s\"\n".formatted(setting.getKey(), setting.getValue()))
            .collect(Collectors.joining());
    try {
      Files.writeString(
          settings(folder),
          settings + "bind 127.0.0.1\nport " + port + "\ndir \"" + folder + "\"\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String platform() {
    boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    return (mac ? "darwin-" : "linux-") + (arm ? "arm64" : "amd64");
  }

  private static Path program(Path folder) {
    return folder.resolve("redis-server");
  }

  private static Path settings(Path folder) {
    return folder.resolve("redis.conf");
  }

  @Override
  public InetSocketAddress peerAddress() {
    return Ports.address(port);
  }

  @Override
  public byte @Nullable [] read(String name) {
    try {
      return Files.readAllBytes(files.resolve(name));
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void replace(Map<String, byte[]> replacement) {
    if (server.isRunning()) {
      throw new IllegalStateException("Redis runs");
    }
    try {
      delete();
      Files.createDirectories(files);
      for (var file : replacement.entrySet()) {
        Files.write(files.resolve(file.getKey()), file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void delete() throws IOException {
    try (Stream<Path> old = Files.list(files)) {
      for (Path file : old.toList()) {
        Files.delete(file);
      }
    }
  }
}
