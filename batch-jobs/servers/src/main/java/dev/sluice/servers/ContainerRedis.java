package dev.sluice.servers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;

/** Redis in a container. */
final class ContainerRedis extends Hosted implements RedisHost {

  private static final int PORT = 6379;
  private static final String DATA = "/data";
  private static final String FILES = DATA + "/" + AppendOnlyFiles.FOLDER + "/";

  private final ContainerServer server;
  private final String password;

  ContainerRedis(int port, String password) {
    this(
        new ContainerServer(
            "Redis",
            port,
            PORT,
            () -> image(password, Map.of()),
            () -> Redis.answers(port, password)),
        password);
  }

  private ContainerRedis(ContainerServer server, String password) {
    super(server);
    this.server = server;
    this.password = password;
  }

  private static GenericContainer<?> image(String password, Map<String, byte[]> files) {
    var command = new ArrayList<>(List.of("redis-server", "--dir", DATA));
    RedisSettings.of(password)
        .forEach((name, value) -> command.addAll(List.of("--" + name, value)));
    var container = new GenericContainer<>(Images.REDIS);
    container.withCommand(command.toArray(String[]::new));
    files.forEach(
        (name, bytes) -> container.withCopyToContainer(Transferable.of(bytes), FILES + name));
    return container;
  }

  @Override
  public byte @Nullable [] read(String name) {
    return server.read(FILES + name);
  }

  /** A stopped container cannot be told to delete files: a new one takes its place. */
  @Override
  public void replace(Map<String, byte[]> files) {
    server.replace(() -> image(password, files));
  }
}
