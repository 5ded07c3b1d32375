package dev.sluice.servers.redis;

import dev.sluice.servers.life.ContainerServer;
import dev.sluice.servers.life.DelegatingServer;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/** Redis in a container. */
final class ContainerRedis extends DelegatingServer implements RedisHost {

  private static final DockerImageName IMAGE = DockerImageName.parse("redis:8");
  private static final int PORT = 6379;
  private static final String DATA = "/data";
  private static final String FILES = DATA + "/" + AppendOnlyFiles.FOLDER + "/";

  private final ContainerServer server;
  private final Map<String, String> settings;

  ContainerRedis(int port, String password, Map<String, String> more) {
    this(
        new ContainerServer(
            "Redis",
            port,
            PORT,
            () -> image(RedisServerOptions.of(password, more), Map.of()),
            () -> Redis.answers(port, password)),
        RedisServerOptions.of(password, more));
  }

  private ContainerRedis(ContainerServer server, Map<String, String> settings) {
    super(server);
    this.server = server;
    this.settings = settings;
  }

  private static GenericContainer<?> image(
      Map<String, String> settings, Map<String, byte[]> files) {
    var command = new ArrayList<>(List.of("redis-server", "--dir", DATA));
    settings.forEach((name, value) -> command.addAll(List.of("--" + name, value)));
    var container = new GenericContainer<>(IMAGE);
    container.withCommand(command.toArray(String[]::new));
    files.forEach(
        (name, bytes) -> container.withCopyToContainer(Transferable.of(bytes), FILES + name));
    return container;
  }

  @Override
  public InetSocketAddress peerAddress() {
    return new InetSocketAddress(server.peerHost(), PORT);
  }

  @Override
  public byte @Nullable [] read(String name) {
    return server.read(FILES + name);
  }

  /** A stopped container cannot be told to delete files: a new one takes its place. */
  @Override
  public void replace(Map<String, byte[]> files) {
    server.replace(() -> image(settings, files));
  }
}
