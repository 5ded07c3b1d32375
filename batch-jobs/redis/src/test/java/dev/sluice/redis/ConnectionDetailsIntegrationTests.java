package dev.sluice.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.servers.life.Mode;
import dev.sluice.servers.redis.Redis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redisson.api.RedissonClient;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * Every property of {@code spring.data.redis.*} that says where Redis is means the same to all
 * clients: what Lettuce, Redisson and Spring Data Redis write arrives in the same place. Seen to
 * fail: {@code rediss} alone had Lettuce and Redisson speak plain text to a server of TLS, and a
 * URL without a user had Redisson log in as a user without a name.
 */
class ConnectionDetailsIntegrationTests {

  private static final Redis SERVER = Redis.start(Mode.EMBEDDED);
  private static final RedisURI URI = RedisURI.create(SERVER.uri());
  private static final String PASSWORD = password(SERVER);
  private static final RedisClient CLIENT = RedisClient.create();
  private static final List<String> ALL = List.of("lettuce", "redisson", "spring");

  @TempDir static Path folder;

  @AfterAll
  static void stop() {
    CLIENT.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    SERVER.close();
  }

  @AfterEach
  void empty() {
    in(0, List.of("flushall"));
  }

  @Test
  void url() {
    writeWith("url=" + SERVER.uri());
    assertThat(writtenTo(0)).containsExactlyInAnyOrderElementsOf(ALL);
  }

  @Test
  void databaseInTheUrl() {
    writeWith("url=" + SERVER.uri() + "/1");
    assertThat(writtenTo(1)).containsExactlyInAnyOrderElementsOf(ALL);
  }

  @Test
  void hostPortPasswordAndDatabase() {
    writeWith("host=127.0.0.1", "port=" + URI.getPort(), "password=" + PASSWORD, "database=2");
    assertThat(writtenTo(2)).containsExactlyInAnyOrderElementsOf(ALL);
  }

  /** A user who may do nothing but with these keys: nobody came in as another. */
  @Test
  void username() {
    in(0, List.of("acl", "setuser", "sluice", "on", ">secret", "~{s3}:*", "&*", "+@all"));
    in(0, List.of("config", "set", "requirepass", "nobody-knows-it"));
    try {
      writeWith("host=127.0.0.1", "port=" + URI.getPort(), "username=sluice", "password=secret");
    } finally {
      asUser("sluice", "secret", List.of("config", "set", "requirepass", PASSWORD));
    }
    assertThat(writtenTo(0)).containsExactlyInAnyOrderElementsOf(ALL);
  }

  @Test
  void sslBundle() throws Exception {
    try (var front = new TlsFront(folder, URI.getPort())) {
      writeWith(
          Map.of(
              "spring.ssl.bundle.jks.redis.truststore.location",
              "file:" + TlsFront.keys(folder),
              "spring.ssl.bundle.jks.redis.truststore.password",
              "changeit"),
          "host=127.0.0.1",
          "port=" + front.port(),
          "password=" + PASSWORD,
          "ssl.enabled=true",
          "ssl.bundle=redis");
      assertThat(front.secured()).isGreaterThanOrEqualTo(ALL.size());
    }
    assertThat(writtenTo(0)).containsExactlyInAnyOrderElementsOf(ALL);
  }

  /** Nothing but the scheme says so. */
  @Test
  void rediss() throws Exception {
    try (var front = new TlsFront(folder, URI.getPort())) {
      String url = "url=rediss://:" + PASSWORD + "@127.0.0.1:" + front.port();
      assertThatThrownBy(() -> writeWith(List.of("lettuce"), Map.of(), url))
          .as("a certificate that nobody here has heard of")
          .hasStackTraceContaining("certification path");
      assertThat(front.secured()).isZero();
      System.setProperty("javax.net.ssl.trustStore", TlsFront.keys(folder).toString());
      System.setProperty("javax.net.ssl.trustStorePassword", "changeit");
      try {
        writeWith(url);
      } finally {
        System.clearProperty("javax.net.ssl.trustStore");
        System.clearProperty("javax.net.ssl.trustStorePassword");
      }
      assertThat(front.secured()).isGreaterThanOrEqualTo(ALL.size());
    }
    assertThat(writtenTo(0)).containsExactlyInAnyOrderElementsOf(ALL);
  }

  @Test
  void sentinel() throws Exception {
    try (var sentinel = new FakeSentinel("sluice", URI.getPort())) {
      writeWith(
          "sentinel.master=sluice",
          "sentinel.nodes=" + sentinel.address(),
          "sentinel.password=of-the-sentinel",
          "password=" + PASSWORD,
          "database=1");
      assertThat(sentinel.asked())
          .filteredOn(words -> words.getFirst().equalsIgnoreCase("auth"))
          .hasSizeGreaterThanOrEqualTo(ALL.size())
          .allMatch(words -> words.getLast().equals("of-the-sentinel"));
    }
    assertThat(writtenTo(1)).containsExactlyInAnyOrderElementsOf(ALL);
  }

  @Test
  void cluster() {
    try (Redis node = Redis.start(Mode.EMBEDDED, Map.of("cluster-enabled", "yes"));
        var connection = CLIENT.connect(RedisURI.create(node.uri()))) {
      connection.sync().configSet("cluster-announce-ip", "127.0.0.1");
      connection.sync().clusterAddSlots(IntStream.range(0, 16_384).toArray());
      await().until(() -> connection.sync().clusterInfo().contains("cluster_state:ok"));
      var uri = RedisURI.create(node.uri());
      writeWith(
          "cluster.nodes=127.0.0.1:1,127.0.0.1:" + uri.getPort(), "password=" + password(node));
      assertThat(connection.sync().keys("*")).hasSize(ALL.size());
    }
  }

  @Test
  void masterReplicaIsRefused() {
    assertThatThrownBy(
            () ->
                writeWith(
                    List.of("lettuce"), Map.of(), "masterreplica.nodes=127.0.0.1:1,127.0.0.1:2"))
        .rootCause()
        .hasMessageContaining("spring.data.redis.masterreplica");
  }

  private static String password(Redis server) {
    return server.uri().replaceAll(".*//:|@.*", "");
  }

  private static void writeWith(String... properties) {
    writeWith(ALL, Map.of(), properties);
  }

  private static void writeWith(Map<String, String> more, String... properties) {
    writeWith(ALL, more, properties);
  }

  private static void writeWith(
      List<String> clients, Map<String, String> more, String... properties) {
    var runner =
        new ApplicationContextRunner()
            .withConfiguration(
                AutoConfigurations.of(SslAutoConfiguration.class, DataRedisAutoConfiguration.class))
            .withUserConfiguration(RedisConfiguration.class);
    for (String property : properties) {
      runner = runner.withPropertyValues("spring.data.redis." + property);
    }
    for (Map.Entry<String, String> one : more.entrySet()) {
      runner = runner.withPropertyValues(one.getKey() + "=" + one.getValue());
    }
    runner
        .withPropertyValues("sluice.redis.durability=relaxed")
        .run(
            context -> {
              if (clients.contains("lettuce")) {
                try (var connection =
                    context.getBean(RedisServers.class).connect(3, StringCodec.ASCII)) {
                  connection.sync().set("{s3}:lettuce", "x");
                }
              }
              if (clients.contains("spring")) {
                context.getBean(StringRedisTemplate.class).opsForValue().set("{s3}:spring", "x");
              }
              if (clients.contains("redisson")) {
                RedissonClient redisson =
                    RedissonClients.create(
                        context.getBean(RedisServers.class), Duration.ofSeconds(5));
                try {
                  redisson.getBucket("{s3}:redisson").set("x");
                } finally {
                  redisson.shutdown(0, 100, TimeUnit.MILLISECONDS);
                }
              }
            });
  }

  private static List<String> writtenTo(int database) {
    RedisURI uri = RedisURI.create(SERVER.uri());
    uri.setDatabase(database);
    try (StatefulRedisConnection<String, String> connection = CLIENT.connect(uri)) {
      return connection.sync().keys("*").stream().map(key -> key.replace("{s3}:", "")).toList();
    }
  }

  private static void in(int database, List<String> command) {
    RedisURI uri = RedisURI.create(SERVER.uri());
    uri.setDatabase(database);
    run(uri, command);
  }

  private static void asUser(String user, String password, List<String> command) {
    run(
        RedisURI.Builder.redis("127.0.0.1", URI.getPort())
            .withAuthentication(user, password)
            .build(),
        command);
  }

  private static void run(RedisURI uri, List<String> command) {
    try (StatefulRedisConnection<String, String> connection = CLIENT.connect(uri)) {
      var arguments = new CommandArgs<>(StringCodec.ASCII);
      command.subList(1, command.size()).forEach(arguments::add);
      connection
          .sync()
          .dispatch(
              () -> command.getFirst().toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII),
              new StatusOutput<>(StringCodec.ASCII),
              arguments);
    }
  }
}
