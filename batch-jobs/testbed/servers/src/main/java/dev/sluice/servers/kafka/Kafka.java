package dev.sluice.servers.kafka;

import dev.sluice.servers.life.DelegatingServer;
import dev.sluice.servers.life.Mode;
import dev.sluice.servers.life.Ports;
import dev.sluice.servers.life.Server;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * A Kafka of one process, broker and controller (KRaft), PLAINTEXT on loopback. Topics are made
 * when first used, with three partitions.
 */
public final class Kafka extends DelegatingServer {

  private static final int TIMEOUT_MILLIS = 10_000;

  private final int port;

  Kafka(Server host, int port) {
    super(host);
    this.port = port;
  }

  /** Starts a Kafka 4.1 in a JVM of its own or in a container. */
  public static Kafka start(Mode mode) {
    int port = Ports.free();
    Server host =
        switch (mode) {
          case EMBEDDED -> EmbeddedKafka.create(port);
          case CONTAINERS -> ContainerKafka.create(port);
        };
    return DelegatingServer.started(new Kafka(host, port));
  }

  /** The address: {@code 127.0.0.1:port}. */
  public String bootstrapServers() {
    return bootstrapServers(port);
  }

  private static String bootstrapServers(int port) {
    return "127.0.0.1:" + port;
  }

  /** Whether the broker of this cluster answers there. */
  static boolean answers(int port, String clusterId) throws Exception {
    // First a look whether anybody listens: a client would complain in the log.
    try (var socket = new Socket()) {
      socket.connect(Ports.address(port), TIMEOUT_MILLIS);
    }
    Map<String, Object> settings =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers(port),
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            TIMEOUT_MILLIS,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            TIMEOUT_MILLIS);
    try (Admin admin = Admin.create(settings)) {
      var cluster = admin.describeCluster();
      return cluster.clusterId().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS).equals(clusterId)
          && !cluster.nodes().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS).isEmpty();
    }
  }
}
