package dev.sluice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tokens that an issuer signed with its private key. */
class PublicKeyIntegrationTests {

  @Test
  void takesTokensOfTheIssuersKeyOnly() throws JOSEException, IOException {
    RSAKey key = new RSAKeyGenerator(2048).keyID("one").generate();
    RSAKey another = new RSAKeyGenerator(2048).keyID("one").generate();
    HttpServer issuer =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
    issuer.createContext(
        "/keys",
        exchange -> {
          exchange.sendResponseHeaders(200, keys.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(keys);
          }
        });
    issuer.start();
    try (Intake intake =
        Intake.start(
            "sluice.security.jwt.secret=",
            "sluice.security.jwt.jwk-set-uri=http://127.0.0.1:"
                + issuer.getAddress().getPort()
                + "/keys")) {
      UUID session = Catalogue.aSession(0);
      JWTClaimsSet claims = Tokens.claims("ann", "reserve").build();
      intake.with(signed(claims, key)).get("/v1/sessions/" + session).expect(200);
      intake
          .with(signed(claims, another))
          .get("/v1/sessions/" + session)
          .expectProblem(401, "unauthenticated");
      intake
          .with(signed(new JWTClaimsSet.Builder(claims).issuer("https://else.where").build(), key))
          .get("/v1/sessions/" + session)
          .expectProblem(401, "unauthenticated");
      // The public key as if it were a secret: the oldest trick.
      intake
          .with(Tokens.signed(claims, key.toPublicJWK().toString(), JWSAlgorithm.HS256))
          .get("/v1/sessions/" + session)
          .expectProblem(401, "unauthenticated");
      assertThat(intake.with(Tokens.unsigned(claims)).get("/v1/sessions").status()).isEqualTo(401);
    } finally {
      issuer.stop(0);
    }
  }

  private static String signed(JWTClaimsSet claims, RSAKey key) throws JOSEException {
    var token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }
}
