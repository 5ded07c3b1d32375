package dev.sluice.rig;

import dev.sluice.servers.life.Ports;
import dev.sluice.servers.life.Program;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A part of Sluice in a JVM of its own, on a free port of loopback, as it is shipped.
 *
 * @param program the process
 * @param url where it answers
 */
public record SluiceProcess(Program program, String url) implements AutoCloseable {

  /** The issuer of the tokens that parts started here accept. */
  public static final String ISSUER = "https://sluice.dev/dev";

  private static final Duration PROBE_MAX = Duration.ofSeconds(5);

  /**
   * How a part is started.
   *
   * @param name of the part: that of its jar, and of its folder
   * @param jar its executable jar
   * @param servers where the servers are
   * @param secret of the tokens that it accepts
   * @param jvmOptions of its JVM, after the usual ones
   * @param settings of the part, beside those that follow from the above
   * @param extension what is added to it; null for the part as it is shipped
   */
  public record Plan(
      String name,
      Path jar,
      Addresses servers,
      String secret,
      List<String> jvmOptions,
      Map<String, String> settings,
      @Nullable Extension extension) {

    /** The part as it is shipped. */
    public Plan(
        String name,
        Path jar,
        Addresses servers,
        String secret,
        List<String> jvmOptions,
        Map<String, String> settings) {
      this(name, jar, servers, secret, jvmOptions, settings, null);
    }

    /** With no options and settings of its own. */
    public static Plan of(String name, Path jar, Addresses servers, String secret) {
      return new Plan(name, jar, servers, secret, List.of(), Map.of());
    }
  }

  /**
   * A bean that a part has beside its own, such as the peer of one of its endpoints.
   *
   * @param classes folder or jar with its class; only Spring knows of it
   * @param bean name of the class
   */
  public record Extension(Path classes, String bean) {

    /** What Spring Boot's launcher has to be told in order to find more classes than the jar's. */
    private List<String> launch(Path jar) {
      return List.of(
          "-Dloader.path=" + classes,
          "-classpath",
          jar.toString(),
          "org.springframework.boot.loader.launch.PropertiesLauncher");
    }
  }

  /** Starts a part; returns when it is ready. */
  public static SluiceProcess start(Plan plan) {
    int port = Ports.free();
    String url = "http://127.0.0.1:" + port;
    // Spring Boot reads this file of its working directory by itself.
    Map<String, String> files = Map.of("application.properties", settings(port, plan));
    return new SluiceProcess(
        Program.start(plan.name, files, command(plan), () -> isReady(url)), url);
  }

  static List<String> command(Plan plan) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseParallelGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-OmitStackTraceInFastThrow",
                // Its working directory: what Tomcat and libraries unpack there goes with it.
                "-Djava.io.tmpdir=.",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(plan.jvmOptions);
    Path jar = plan.jar.toAbsolutePath();
    command.addAll(
        plan.extension == null ? List.of("-jar", jar.toString()) : plan.extension.launch(jar));
    return command;
  }

  /** What it has logged. */
  public Path logFile() {
    return program.logFile();
  }

  /** Lets the part end in order: what it has begun it finishes. */
  @Override
  public void close() {
    program.stop();
    program.close();
  }

  private static String settings(int port, Plan plan) {
    Addresses servers = plan.servers;
    var settings = new Properties();
    settings.setProperty("server.address", "127.0.0.1");
    settings.setProperty("server.port", Integer.toString(port));
    settings.setProperty("spring.datasource.url", servers.databaseUrl());
    settings.setProperty("spring.datasource.username", servers.databaseUsername());
    settings.setProperty("spring.datasource.password", servers.databasePassword());
    settings.setProperty("spring.data.redis.url", servers.redisUrl());
    settings.setProperty("spring.kafka.bootstrap-servers", servers.kafkaBootstrapServers());
    settings.setProperty("sluice.security.jwt.secret", plan.secret);
    settings.setProperty("sluice.security.jwt.issuer", ISSUER);
    if (plan.extension != null) {
      settings.setProperty("spring.main.sources", plan.extension.bean());
    }
    plan.settings.forEach(settings::setProperty);
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
