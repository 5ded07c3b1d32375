package dev.sluice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.servers.database.Database;
import dev.sluice.servers.life.Mode;
import dev.sluice.servers.redis.Redis;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A running intake with its servers. */
record Intake(ConfigurableApplicationContext context, String base) implements AutoCloseable {

  private static final CompletableFuture<Redis> REDIS =
      CompletableFuture.supplyAsync(() -> Redis.start(Mode.fromSystemProperty()));
  private static final CompletableFuture<Database> DATABASE =
      CompletableFuture.supplyAsync(() -> Database.start(Mode.fromSystemProperty()));

  /** The server that all tests of this JVM share; who hurts it heals it. */
  static Redis redis() {
    return REDIS.join();
  }

  /** The server that all tests of this JVM share; who hurts it heals it. */
  static Database database() {
    return DATABASE.join();
  }

  /** The intake that most tests use. */
  static Intake shared() {
    return Shared.INTAKE;
  }

  /** An intake of its own on the shared servers. */
  static Intake start(String... properties) {
    return start(redis(), properties);
  }

  /** An intake of its own on a Redis of its own; a property without a value is left out. */
  static Intake start(Redis redis, String... properties) {
    var settings = new LinkedHashMap<String, String>();
    settings.put("server.port", "0");
    settings.put("spring.datasource.url", database().jdbcUrl());
    settings.put("spring.datasource.username", database().username());
    settings.put("spring.datasource.password", database().password());
    settings.put("spring.data.redis.url", redis.uri());
    settings.put("sluice.security.jwt.secret", Tokens.SECRET);
    for (String property : properties) {
      int equals = property.indexOf('=');
      settings.put(property.substring(0, equals), property.substring(equals + 1));
    }
    String[] arguments =
        settings.entrySet().stream()
            .filter(setting -> !setting.getValue().isEmpty())
            .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
            .toArray(String[]::new);
    SpringApplication application = new SpringApplicationBuilder(IntakeApplication.class).build();
    application.setRegisterShutdownHook(false);
    ConfigurableApplicationContext context = application.run(arguments);
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    return new Intake(context, "http://127.0.0.1:" + port);
  }

  Client as(String customer) {
    return new Client(base, Tokens.of(customer));
  }

  Client as(String customer, String scope) {
    return new Client(base, Tokens.of(customer, scope));
  }

  Client with(String token) {
    return new Client(base, token);
  }

  /** Calls that wait in it. */
  int waitingCalls() {
    String metrics = with("").get("/actuator/prometheus").expect(200).response().body();
    Matcher waiting =
        Pattern.compile("(?m)^sluice_outcomes_waiting(?:\\{[^}]*})? ([0-9.]+)").matcher(metrics);
    assertThat(waiting.find()).isTrue();
    return (int) Double.parseDouble(waiting.group(1));
  }

  /** Calls that are under way, whatever they do. */
  int activeCalls() {
    return context
        .getBean(MeterRegistry.class)
        .find("http.server.requests.active")
        .longTaskTimers()
        .stream()
        .mapToInt(LongTaskTimer::activeTasks)
        .sum();
  }

  @Override
  public void close() {
    context.close();
  }

  private static final class Shared {
    static final Intake INTAKE = start();
  }
}
