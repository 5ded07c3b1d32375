package dev.sluice.dashboard;

import com.zaxxer.hikari.HikariDataSource;
import dev.sluice.dashboard.web.Access;
import dev.sluice.dashboard.web.Visitor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.example.stranger.Gate;
import org.example.stranger.StrangerApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The stranger's application with the dashboard on its class path, running on a port. */
public final class Stranger implements AutoCloseable {

  private final HikariDataSource schema;
  private final ConfigurableApplicationContext application;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * @param operator whether those who call may act; else the application asks nobody who they are
   */
  public Stranger(HikariDataSource schema, boolean operator, String... settings) {
    this.schema = schema;
    var arguments =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.datasource.url=" + schema.getJdbcUrl(),
                "--spring.datasource.username=" + schema.getUsername(),
                "--spring.datasource.password=" + schema.getPassword(),
                "--spring.batch.jdbc.initialize-schema=never",
                "--spring.batch.job.enabled=false"));
    arguments.addAll(List.of(settings));
    ApplicationContextInitializer<GenericApplicationContext> access =
        context -> {
          if (operator) {
            context.registerBean(Access.class, () -> _ -> new Visitor("ann", true));
          }
        };
    application =
        new SpringApplicationBuilder(StrangerApplication.class)
            .initializers(access)
            .run(arguments.toArray(String[]::new));
  }

  public HikariDataSource schema() {
    return schema;
  }

  public Gate gate() {
    return application.getBean(Gate.class);
  }

  public <T> T bean(Class<T> type) {
    return application.getBean(type);
  }

  /** The address of a path. */
  public URI uri(String path) {
    return URI.create(
        "http://127.0.0.1:"
            + application.getEnvironment().getRequiredProperty("local.server.port")
            + path);
  }

  public HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)), headers);
  }

  /** Posts JSON. */
  public HttpResponse<String> post(String path, String json, String... headers)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)),
        headers);
  }

  /** Posts the fields of a form. */
  public HttpResponse<String> submit(String path, String fields, String... headers)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(fields)),
        headers);
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String... headers)
      throws IOException, InterruptedException {
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    application.close();
  }
}
