package dev.sluice.servers.kafka;

import dev.sluice.servers.life.DataFolder;
import dev.sluice.servers.life.EmbeddedServer;
import dev.sluice.servers.life.Ports;
import dev.sluice.servers.life.Server;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;

/** Kafka in a child JVM on this JVM's class path. */
final class EmbeddedKafka {

  private EmbeddedKafka() {}

  static Server create(int port) {
    DataFolder folder = DataFolder.create("kafka");
    int controllerPort = Ports.free();
    String clusterId = Uuid.randomUuid().toString();
    Path settings = folder.path().resolve("server.properties");
    return new EmbeddedServer(
        "Kafka",
        folder,
        _ -> write(settings, port, controllerPort),
        command(settings, clusterId),
        () -> Kafka.answers(port, clusterId));
  }

  private static void write(Path settings, int port, int controllerPort) {
    String lines =
        KafkaServerOptions.of("127.0.0.1", port, controllerPort).entrySet().stream()
            .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
            .collect(Collectors.joining());
    try {
      Files.writeString(settings, lines + "log.dirs=" + settings.resolveSibling("data") + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> command(Path settings, String clusterId) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        // Its own folder: libraries that are unpacked there go with it.
        "-Djava.io.tmpdir=" + settings.getParent(),
        "-Dlogback.configurationFile=dev/sluice/servers/kafka/broker-logback.xml",
        "-cp",
        classPath(),
        BrokerMain.class.getName(),
        settings.toString(),
        clusterId);
  }

  /**
   * This JVM's, for another working directory. Surefire sets the property to the real class path
   * even where it starts the JVM from a manifest.
   */
  private static String classPath() {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(System.getProperty("java.class.path"))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
