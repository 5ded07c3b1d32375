package dev.sluice.scheduler.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.web.util.UriComponentsBuilder;

/** An OpenID Connect provider that lets in whom the test says, without asking them. */
final class IdentityProvider implements AutoCloseable {

  private final HttpServer server;
  private final RSAKey key;
  private volatile String subject = "nobody";
  private volatile List<String> roles = List.of();
  private volatile String nonce = "";

  IdentityProvider() {
    try {
      key = new RSAKeyGenerator(2048).keyID("key").generate();
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/.well-known/openid-configuration", this::describe);
    server.createContext(
        "/keys", exchange -> json(exchange, new JWKSet(key.toPublicJWK()).toString()));
    server.createContext("/authorize", this::authorize);
    server.createContext(
        "/token",
        exchange ->
            json(
                exchange,
                """
                {"access_token": "any", "token_type": "Bearer", "id_token": "%s"}
                """
                    .formatted(idToken())));
    server.start();
  }

  String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The next one who comes. */
  void letIn(String subject, String... roles) {
    this.subject = subject;
    this.roles = List.of(roles);
  }

  /** The settings of a scheduler that sends people here: Spring Boot's own, nothing else. */
  List<String> settings() {
    String client = "--spring.security.oauth2.client.";
    return List.of(
        client + "registration.house.client-id=sluice",
        client + "registration.house.client-secret=secret",
        client + "registration.house.client-name=Opera House",
        client + "registration.house.scope=openid",
        client + "provider.house.issuer-uri=" + issuer());
  }

  private void describe(HttpExchange exchange) throws IOException {
    json(
        exchange,
        """
        {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token",
         "jwks_uri": "%1$s/keys", "subject_types_supported": ["public"],
         "response_types_supported": ["code"], "id_token_signing_alg_values_supported": ["RS256"]}
        """
            .formatted(issuer()));
  }

  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> asked =
        UriComponentsBuilder.fromUri(exchange.getRequestURI())
            .build()
            .getQueryParams()
            .toSingleValueMap();
    nonce = Objects.requireNonNull(asked.get("nonce"));
    try (exchange) {
      exchange
          .getResponseHeaders()
          .set(
              "Location",
              URLDecoder.decode(Objects.requireNonNull(asked.get("redirect_uri")), UTF_8)
                  + "?code=code&state="
                  + asked.get("state"));
      exchange.sendResponseHeaders(302, -1);
    }
  }

  private String idToken() {
    var token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("key").build(),
            new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience("sluice")
                .subject(subject)
                .claim("nonce", nonce)
                .claim("house", Map.of("roles", roles))
                .issueTime(Date.from(Instant.now()))
                .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                .build());
    try {
      token.sign(new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }

  private static void json(HttpExchange exchange, String text) throws IOException {
    try (exchange) {
      byte[] bytes = text.getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
