package dev.sluice.intake;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.function.UnaryOperator;

/** Bearer tokens, good and bad. */
final class Tokens {

  static final String SECRET = "a-secret-of-tests-with-enough-bytes-in-it";

  private Tokens() {}

  static String of(String customer) {
    return of(customer, "reserve");
  }

  static String of(String customer, String scope) {
    return signed(claims(customer, scope).build());
  }

  static JWTClaimsSet.Builder claims(String customer, String scope) {
    return new JWTClaimsSet.Builder()
        .subject(customer)
        .issuer("https://sluice.dev")
        .audience("sluice")
        .expirationTime(Date.from(Instant.now().plusSeconds(3600)))
        .claim("scope", scope);
  }

  static String signed(JWTClaimsSet claims) {
    return signed(claims, SECRET, JWSAlgorithm.HS256);
  }

  static String signed(JWTClaimsSet claims, UnaryOperator<JWSHeader.Builder> header) {
    return signed(claims, SECRET, header.apply(new JWSHeader.Builder(JWSAlgorithm.HS256)).build());
  }

  static String signed(JWTClaimsSet claims, String secret, JWSAlgorithm algorithm) {
    return signed(claims, secret, new JWSHeader(algorithm));
  }

  private static String signed(JWTClaimsSet claims, String secret, JWSHeader header) {
    try {
      var token = new SignedJWT(header, claims);
      token.sign(new MACSigner(secret.getBytes(StandardCharsets.UTF_8)));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static String unsigned(JWTClaimsSet claims) {
    return new PlainJWT(claims).serialize();
  }
}
