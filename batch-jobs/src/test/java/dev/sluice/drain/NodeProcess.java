package dev.sluice.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A node in a JVM of its own, which may be killed or frozen. It ends with this JVM. */
final class NodeProcess implements AutoCloseable {

  /** A JVM takes its time to start where there is little of it. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  static final String READY = "node is ready";
  static final String STOP = "stop";

  private final Process process;
  private final Path log;

  private NodeProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts one that ticks as soon as it is up; does not wait for that. */
  static NodeProcess start(DrainFixture fixture, Map<String, Object> more) {
    var properties = Node.properties(fixture);
    properties.putAll(more);
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Dsluice.log=" + System.getProperty("sluice.log", "ERROR"),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                NodeMain.class.getName()));
    try {
      Path log = Files.createTempFile("sluice-node", ".log");
      var builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
      builder.environment().put("SPRING_APPLICATION_JSON", json(properties));
      return new NodeProcess(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it ticks. */
  NodeProcess ready() {
    return awaitSaid(READY);
  }

  /** Waits until its log has a text. */
  NodeProcess awaitSaid(String text) {
    await().atMost(PATIENCE).until(() -> said(text) || !process.isAlive());
    assertThat(said(text)).as(() -> "node says '" + text + "': " + log()).isTrue();
    return this;
  }

  boolean said(String text) {
    return log().contains(text);
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for its end; how it ended. */
  int awaitEnd() {
    await().atMost(PATIENCE).until(() -> !process.isAlive());
    return process.exitValue();
  }

  /** {@code kill -9}. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  void freeze() {
    signal("STOP");
  }

  void thaw() {
    signal("CONT");
  }

  /** Has it stop as an orderly shutdown does, and waits for its end. */
  int stop() {
    try (var in = process.outputWriter()) {
      in.write(STOP + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return awaitEnd();
  }

  private void signal(String signal) {
    try {
      Process kill =
          new ProcessBuilder("/bin/sh", "-c", "kill -s " + signal + " " + process.pid()).start();
      assertThat(kill.waitFor(5, TimeUnit.SECONDS)).isTrue();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String json(Map<String, Object> properties) {
    return properties.entrySet().stream()
        .map(
            property ->
                "\"%s\":\"%s\""
                    .formatted(
                        property.getKey(),
                        property.getValue().toString().replace("\\", "\\\\").replace("\"", "\\\"")))
        .collect(Collectors.joining(",", "{", "}"));
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      thaw();
      kill();
    }
    try {
      if (!Boolean.getBoolean("sluice.keep-logs")) {
        Files.deleteIfExists(log);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
