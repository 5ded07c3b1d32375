package dev.sluice.scheduler;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sluice.servers.Servers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A scheduler on a port of its own, on the servers that all tests share, and a program's calls. */
public final class RunningScheduler implements AutoCloseable {

  private static final String SECRET = "a-secret-of-tests-with-enough-bytes-in-it";

  private final ConfigurableApplicationContext context;
  private final HttpClient http = HttpClient.newHttpClient();

  /** Starts one. These settings go before those of the shared servers. */
  public RunningScheduler(List<String> settings) {
    Servers servers = Servers.shared();
    List<String> usual =
        List.of(
            "--server.port=0",
            "--server.address=127.0.0.1",
            "--server.servlet.session.cookie.secure=false",
            "--spring.datasource.url=" + servers.database().jdbcUrl(),
            "--spring.datasource.username=" + servers.database().username(),
            "--spring.datasource.password=" + servers.database().password(),
            "--spring.data.redis.url=" + servers.redis().uri(),
            "--spring.kafka.bootstrap-servers=" + servers.kafka().bootstrapServers(),
            "--sluice.security.jwt.secret=" + SECRET);
    var arguments = new ArrayList<>(settings);
    usual.stream()
        .filter(one -> settings.stream().noneMatch(given -> name(given).equals(name(one))))
        .forEach(arguments::add);
    context = SpringApplication.run(SchedulerApplication.class, arguments.toArray(String[]::new));
  }

  private static String name(String setting) {
    return setting.substring(0, setting.indexOf('='));
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  public <T> T bean(String name, Class<T> type) {
    return context.getBean(name, type);
  }

  /** The address of a path. */
  public URI uri(String path) {
    return URI.create(
        "http://127.0.0.1:"
            + context.getEnvironment().getRequiredProperty("local.server.port")
            + path);
  }

  /** Asks as the program ann, which may run things. */
  public HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)), headers);
  }

  /** Posts JSON as the same program. */
  public HttpResponse<String> post(String path, String json)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String... headers)
      throws IOException, InterruptedException {
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(
        request.header("Authorization", "Bearer " + token("ops:run")).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** A token of ann's with that scope. */
  public static String token(String scope) {
    var token =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.HS256),
            new JWTClaimsSet.Builder()
                .subject("ann")
                .issuer("https://sluice.dev")
                .audience("sluice")
                .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                .claim("scope", scope)
                .build());
    try {
      token.sign(new MACSigner(SECRET));
    } catch (JOSEException e) {
      throw new IllegalStateException("HS256 signs anything", e);
    }
    return token.serialize();
  }

  @Override
  public void close() {
    context.close();
    http.close();
  }
}
