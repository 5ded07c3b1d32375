package dev.sluice.rig;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;

/** Signs bearer tokens with a secret that this run shares with the parts. Thread-safe. */
public final class Tokens {

  private static final String AUDIENCE = "sluice";
  private static final int SECRET_BYTES = 32;
  private static final Duration LIFE = Duration.ofHours(24);

  private final String secret;
  private final JWSSigner signer;

  /** Signs with that secret, of at least 32 bytes. */
  public Tokens(String secret) {
    this.secret = secret;
    try {
      signer = new MACSigner(secret.getBytes(StandardCharsets.UTF_8));
    } catch (JOSEException e) {
      throw new IllegalArgumentException("The secret is too short for HS256", e);
    }
  }

  /** What the tokens are signed with. */
  public String secret() {
    return secret;
  }

  /** A random secret. */
  public static String newSecret() {
    byte[] bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** A token of that customer for a day. */
  public String of(String customer, String scope) {
    Instant now = Instant.now();
    var token =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.HS256),
            new JWTClaimsSet.Builder()
                .issuer(SluiceProcess.ISSUER)
                .audience(AUDIENCE)
                .subject(customer)
                .claim("scope", scope)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .build());
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("HS256 signs anything", e);
    }
    return token.serialize();
  }
}
