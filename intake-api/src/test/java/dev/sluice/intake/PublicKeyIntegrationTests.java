package dev.sluice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tokens that an issuer signed with its private keys. */
class PublicKeyIntegrationTests {

  private static final String SESSIONS = "/v1/sessions";

  @Test
  void takesTokensOfTheIssuersKeysOnly() throws JOSEException, IOException {
    RSAKey rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
    ECKey curve = new ECKeyGenerator(Curve.P_256).keyID("curve").generate();
    RSAKey another = new RSAKeyGenerator(2048).keyID("rsa").generate();
    try (Issuer issuer = Issuer.of(new JWKSet(List.of(rsa, curve)).toString(true));
        Intake intake =
            Intake.start(
                "sluice.security.jwt.secret=",
                "sluice.security.jwt.jwk-set-uri=" + issuer.keys())) {
      JWTClaimsSet claims = Tokens.claims("ann", "reserve").build();
      var signer = new RSASSASigner(rsa);
      intake.with(signed(claims, JWSAlgorithm.RS256, rsa, signer)).get(SESSIONS).expect(200);
      intake.with(signed(claims, JWSAlgorithm.PS256, rsa, signer)).get(SESSIONS).expect(200);
      String ofCurve = signed(claims, JWSAlgorithm.ES256, curve, new ECDSASigner(curve));
      intake.with(ofCurve).get(SESSIONS).expect(200);
      String ofAnother = signed(claims, JWSAlgorithm.RS256, another, new RSASSASigner(another));
      refuses(intake, ofAnother);
      refuses(intake, signed(claims, JWSAlgorithm.RS512, rsa, signer));
      JWTClaimsSet elsewhere =
          new JWTClaimsSet.Builder(claims).issuer("https://else.where").build();
      refuses(intake, signed(elsewhere, JWSAlgorithm.RS256, rsa, signer));
      // The public key as if it were a secret: the oldest trick.
      String trick = Tokens.signed(claims, rsa.toPublicJWK().toString(), JWSAlgorithm.HS256);
      refuses(intake, trick);
      refuses(intake, Tokens.unsigned(claims));
    }
  }

  /** That is no fault of the caller, and none of this service. */
  @Test
  void asksToComeAgainWhileTheKeysCannotBeHad() throws JOSEException, IOException {
    RSAKey rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
    JWTClaimsSet claims = Tokens.claims("ann", "reserve").build();
    try (Issuer issuer = Issuer.of("no keys");
        Intake intake =
            Intake.start(
                "sluice.security.jwt.secret=",
                "sluice.security.jwt.jwk-set-uri=" + issuer.keys())) {
      String token = signed(claims, JWSAlgorithm.RS256, rsa, new RSASSASigner(rsa));
      Answer answer = intake.with(token).get(SESSIONS).expectProblem(503, "not-now");
      assertThat(answer.header("Retry-After")).isNotEmpty();
    }
  }

  private static void refuses(Intake intake, String token) {
    Answer answer = intake.with(token).get(SESSIONS).expectProblem(401, "unauthenticated");
    assertThat(answer.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
  }

  private static String signed(
      JWTClaimsSet claims, JWSAlgorithm algorithm, JWK key, JWSSigner signer) throws JOSEException {
    var token =
        new SignedJWT(new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), claims);
    token.sign(signer);
    return token.serialize();
  }

  /** Publishes its keys. */
  private record Issuer(HttpServer server) implements AutoCloseable {

    static Issuer of(String keys) throws IOException {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      byte[] body = keys.getBytes(StandardCharsets.UTF_8);
      server.createContext(
          "/keys",
          exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
              out.write(body);
            }
          });
      server.start();
      return new Issuer(server);
    }

    String keys() {
      return "http://127.0.0.1:" + server.getAddress().getPort() + "/keys";
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
