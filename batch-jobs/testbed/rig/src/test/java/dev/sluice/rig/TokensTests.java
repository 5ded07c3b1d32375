package dev.sluice.rig;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TokensTests {

  @Test
  void areWhatThePartsAccept() throws Exception {
    String secret = Tokens.newSecret();

    SignedJWT token = SignedJWT.parse(new Tokens(secret).of("ann", "reserve"));

    assertThat(token.verify(new MACVerifier(secret))).isTrue();
    assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo("ann");
    assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo("https://sluice.dev/dev");
    assertThat(token.getJWTClaimsSet().getAudience()).containsExactly("sluice");
    assertThat(token.getJWTClaimsSet().getStringClaim("scope")).isEqualTo("reserve");
    assertThat(token.getJWTClaimsSet().getExpirationTime().toInstant()).isAfter(Instant.now());
  }

  @Test
  void haveASecretOfTheirOwn() {
    assertThat(Tokens.newSecret()).hasSize(64).isNotEqualTo(Tokens.newSecret());
  }
}
