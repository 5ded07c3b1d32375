package dev.sluice.onsale;

import dev.sluice.servers.Program;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A part of Sluice in a JVM of its own, on a free port of loopback.
 *
 * @param program the process
 * @param url where it answers
 */
record Part(Program program, String url) implements AutoCloseable {

  /** The issuer of the tokens of this launcher. */
  static final String ISSUER = "https://sluice.dev/dev";

  private static final Duration PROBE_MAX = Duration.ofSeconds(5);

  /**
   * Starts a part; returns when it is ready.
   *
   * @param name of the part: that of its jar
   * @param jar its executable jar
   */
  static Part start(String name, Path jar, Addresses servers, String secret) {
    int port = Program.freePort();
    String url = "http://127.0.0.1:" + port;
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-jar",
            jar.toAbsolutePath().toString());
    // Spring Boot reads this file of its working directory by itself.
    Map<String, String> files = Map.of("application.properties", settings(port, servers, secret));
    return new Part(Program.start(name, files, command, () -> isReady(url)), url);
  }

  Path logFile() {
    return program.logFile();
  }

  /** Lets the part end in order: what it has begun it finishes. */
  @Override
  public void close() {
    program.stop();
    program.close();
  }

  private static String settings(int port, Addresses servers, String secret) {
    var settings = new Properties();
    settings.setProperty("server.address", "127.0.0.1");
    settings.setProperty("server.port", Integer.toString(port));
    settings.setProperty("spring.datasource.url", servers.databaseUrl());
    settings.setProperty("spring.datasource.username", servers.databaseUsername());
    settings.setProperty("spring.datasource.password", servers.databasePassword());
    settings.setProperty("spring.data.redis.url", servers.redisUrl());
    settings.setProperty("spring.kafka.bootstrap-servers", servers.kafkaBootstrapServers());
    settings.setProperty("sluice.security.jwt.secret", secret);
    settings.setProperty("sluice.security.jwt.issuer", ISSUER);
    var text = new StringWriter();
    try {
      settings.store(text, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static boolean isReady(String url) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PROBE_MAX).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + "/actuator/health/readiness"))
              .timeout(PROBE_MAX)
              .build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    }
  }
}
