package dev.sluice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The database takes connections long before it answers: the intake waits for it. */
class SlowDatabaseIntegrationTests {

  /** Found from outside: the intake died of its pool's connection timeout after three seconds. */
  @Test
  void startsWhenTheDatabaseAnswersAtLast() throws Exception {
    try (var database = new SlowDatabase();
        HttpClient http = HttpClient.newHttpClient()) {
      int port = freePort();
      CompletableFuture<Intake> starting =
          CompletableFuture.supplyAsync(
              () ->
                  Intake.start(
                      "spring.datasource.url=" + database.url(),
                      "server.address=127.0.0.1",
                      "server.port=" + port));
      URI readiness = URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness");
      // Longer than the pool waits, so that a pool would have given up.
      Eventually.holds(
          () ->
              assertThat(send(http, readiness))
                  .contains("\"database\":{\"status\":\"DOWN\"")
                  .contains("no connection to it can be opened"));
      assertThat(database.refused.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(starting).isNotDone();
      database.answer();
      try (Intake intake = starting.get(60, TimeUnit.SECONDS)) {
        assertThat(send(http, readiness)).contains("UP");
        assertThat(intake.context().isRunning()).isTrue();
      }
    }
  }

  private static String send(HttpClient http, URI uri) {
    try {
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Says nothing at first, then passes everything on. */
  private static final class SlowDatabase implements AutoCloseable {

    private final ServerSocket listening =
        new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target =
        URI.create(Intake.database().jdbcUrl().substring("jdbc:".length())).getPort();

    /** Counts logins that were given up by who asked. */
    private final CountDownLatch refused = new CountDownLatch(2);

    private volatile boolean answering;

    private SlowDatabase() throws IOException {
      Thread.ofVirtual().start(this::accept);
    }

    private String url() {
      return Intake.database()
          .jdbcUrl()
          .replace(":" + target + "/", ":" + listening.getLocalPort() + "/");
    }

    private void answer() {
      answering = true;
    }

    private void accept() {
      while (!listening.isClosed()) {
        try {
          Socket client = listening.accept();
          Thread.ofVirtual().start(() -> serve(client));
        } catch (IOException e) {
          return;
        }
      }
    }

    private void serve(Socket client) {
      try (client) {
        if (!answering) {
          assertThat(client.getInputStream().read()).isNegative();
          refused.countDown();
          return;
        }
        try (var server = new Socket(InetAddress.getLoopbackAddress(), target)) {
          Thread.ofVirtual().start(() -> pass(server, client));
          pass(client, server);
        }
      } catch (IOException e) {
        // An end was closed: that is what clients do that waited long enough.
        refused.countDown();
      }
    }

    private static void pass(Socket from, Socket to) {
      try (InputStream in = from.getInputStream()) {
        in.transferTo(to.getOutputStream());
      } catch (IOException e) {
        // As above.
      }
    }

    @Override
    public void close() throws IOException {
      listening.close();
    }
  }
}
