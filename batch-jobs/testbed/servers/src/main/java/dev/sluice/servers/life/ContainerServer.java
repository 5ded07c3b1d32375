package dev.sluice.servers.life;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/** A server that is a container of the local Docker engine. */
public final class ContainerServer implements Server {

  /** The label of our containers: the process that started them. */
  static final String LABEL = "dev.sluice.servers.process";

  /**
   * What {@link Watchdog} runs: removes container $1 of engine $2, unless told that it is removed.
   * More than once, since this JVM may have died while the engine was creating it. Without a docker
   * command it can do nothing: then Testcontainers' own ways remain.
   */
  private static final String WATCH =
      """
      export DOCKER_HOST="$2"
      while read -r line; do said=$line; echo "$said"; done
      [ "$said" = removed ] && exit 0
      for i in 1 2 3; do
        docker rm -f -v "$1" </dev/null >/dev/null
        sleep 1
      done
      """;

  private static final int STOP_SECONDS_MAX = 60;

  private final String name;
  private final String containerName;
  private final int port;
  private final int containerPort;
  private final Probe probe;
  private final Watchdog watchdog;
  private Supplier<GenericContainer<?>> image;
  private @Nullable GenericContainer<?> container;
  private boolean closed;

  /**
   * Nothing is created before the first start.
   *
   * @param image makes the container's definition; ports, name and waiting are added to it
   */
  public ContainerServer(
      String name, int port, int containerPort, Supplier<GenericContainer<?>> image, Probe probe) {
    this.name = name;
    this.containerName = "sluice-" + name.toLowerCase(Locale.ROOT) + "-" + Token.random();
    this.port = port;
    this.containerPort = containerPort;
    this.image = image;
    this.probe = probe;
    var engine = DockerClientFactory.instance().getTransportConfig().getDockerHost();
    this.watchdog = Watchdog.start(WATCH, containerName, engine.toString());
    watchdog.tell("watch");
  }

  @Override
  public synchronized void start() {
    requireOpen();
    if (isRunning()) {
      return;
    }
    if (container == null) {
      create();
    } else {
      docker().startContainerCmd(container.getContainerId()).exec();
    }
    Waiting.forAnswer(
        name,
        probe,
        this::isRunning,
        this::log,
        new Patience(() -> Duration.ZERO, () -> log().length()));
  }

  private void create() {
    GenericContainer<?> created =
        image
            .get()
            .withExposedPorts(containerPort)
            .withLabel(LABEL, Long.toString(ProcessHandle.current().pid()))
            .waitingFor(new ProbedLater())
            .withCreateContainerCmdModifier(
                command -> {
                  var binding = Binding.bindIpAndPort("127.0.0.1", port);
                  var exposed = ExposedPort.tcp(containerPort);
                  command.withName(containerName);
                  command.getHostConfig().withPortBindings(new PortBinding(binding, exposed));
                });
    container = created;
    created.start();
  }

  /**
   * Removes the stopped container; the next start makes a new one of this image.
   *
   * @throws IllegalStateException where it runs
   */
  public synchronized void replace(Supplier<GenericContainer<?>> replacement) {
    requireOpen();
    if (isRunning()) {
      throw new IllegalStateException(name + " runs");
    }
    remove();
    image = replacement;
  }

  private void remove() {
    if (container != null) {
      container.stop();
      container = null;
    }
  }

  @Override
  public synchronized void stop() {
    requireOpen();
    if (isRunning()) {
      thaw();
      docker().stopContainerCmd(id()).withTimeout(STOP_SECONDS_MAX).exec();
    }
  }

  @Override
  public synchronized void kill() {
    requireOpen();
    if (isRunning()) {
      docker().killContainerCmd(id()).exec();
      docker().waitContainerCmd(id()).start().awaitStatusCode();
    }
  }

  @Override
  public synchronized void freeze() {
    requireOpen();
    if (isRunning() && !isPaused()) {
      docker().pauseContainerCmd(id()).exec();
    }
  }

  @Override
  public synchronized void thaw() {
    requireOpen();
    if (isPaused()) {
      docker().unpauseContainerCmd(id()).exec();
    }
  }

  /** Returns a file of the container, null where there is none; works while it is stopped, too. */
  public synchronized byte @Nullable [] read(String path) {
    requireOpen();
    if (container == null) {
      return null;
    }
    try {
      return container.copyFileFromContainer(path, InputStream::readAllBytes);
    } catch (NotFoundException e) {
      return null;
    }
  }

  /** Where other containers reach this one while it runs; another address after each start. */
  public synchronized String peerHost() {
    requireOpen();
    return docker()
        .inspectContainerCmd(id())
        .exec()
        .getNetworkSettings()
        .getNetworks()
        .values()
        .stream()
        .map(ContainerNetwork::getIpAddress)
        .filter(Objects::nonNull)
        .filter(address -> !address.isEmpty())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(name + " is in no network"));
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      remove();
      watchdog.tell("removed");
      watchdog.close();
    }
  }

  private boolean isRunning() {
    ContainerState state = state();
    return state != null && Boolean.TRUE.equals(state.getRunning());
  }

  private boolean isPaused() {
    ContainerState state = state();
    return state != null && Boolean.TRUE.equals(state.getPaused());
  }

  private @Nullable ContainerState state() {
    return container == null || container.getContainerId() == null
        ? null
        : docker().inspectContainerCmd(id()).exec().getState();
  }

  private String id() {
    if (container == null) {
      throw new IllegalStateException(name + " has no container");
    }
    return container.getContainerId();
  }

  private String log() {
    return container == null ? "" : container.getLogs();
  }

  private static DockerClient docker() {
    return DockerClientFactory.instance().client();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(name + " is closed");
    }
  }

  /** Testcontainers need not wait: {@link #start()} does, the first time and every other. */
  private static final class ProbedLater extends AbstractWaitStrategy {
    @Override
    protected void waitUntilReady() {}
  }
}
