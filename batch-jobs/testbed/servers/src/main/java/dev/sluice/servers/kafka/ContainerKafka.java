package dev.sluice.servers.kafka;

import dev.sluice.servers.life.ContainerServer;
import dev.sluice.servers.life.Server;
import java.util.Locale;
import org.apache.kafka.common.Uuid;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** Kafka in a container. */
final class ContainerKafka {

  private static final DockerImageName IMAGE = DockerImageName.parse("apache/kafka:4.1.2");
  private static final int CONTROLLER_PORT = 9093;

  private ContainerKafka() {}

  static Server create(int port) {
    String clusterId = Uuid.randomUuid().toString();
    return new ContainerServer(
        "Kafka", port, port, () -> image(port, clusterId), () -> Kafka.answers(port, clusterId));
  }

  private static GenericContainer<?> image(int port, String clusterId) {
    var container =
        new GenericContainer<>(IMAGE)
            .withEnv("CLUSTER_ID", clusterId)
            .withEnv("KAFKA_HEAP_OPTS", "-Xmx256m")
            .withEnv("KAFKA_LOG_DIRS", "/var/lib/kafka/data");
    KafkaServerOptions.of("0.0.0.0", port, CONTROLLER_PORT)
        .forEach((name, value) -> container.addEnv(variable(name), value));
    return container;
  }

  /** The image's name of a setting: KAFKA_NODE_ID for node.id. */
  private static String variable(String setting) {
    return "KAFKA_" + setting.toUpperCase(Locale.ROOT).replace('.', '_');
  }
}
