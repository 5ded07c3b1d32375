package dev.sluice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens as identity providers make them, and as they should not be. */
class TokenIntegrationTests {

  private final Intake intake = Intake.shared();

  static Stream<Arguments> scopesThatAllowNothing() {
    return Stream.of(
            Arrays.asList(1, null),
            Collections.singletonList(null),
            List.of(List.of("reserve")),
            Map.of("reserve", true),
            5,
            true,
            "",
            "  ",
            "\u0000",
            "Reserve reserve, reserve;")
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("scopesThatAllowNothing")
  void takesAnOddScopeForNone(Object scope) {
    Client client = intake.with(Tokens.signed(claims().claim("scope", scope).build()));
    client.get("/v1/sessions").expect(200);
    Answer refused = client.get("/v1/me/requests").expectProblem(403, "forbidden");
    assertThat(refused.header("WWW-Authenticate"))
        .isEqualTo(
            "Bearer error=\"insufficient_scope\", error_description=\"The token lacks the scope"
                + " that this call needs.\", scope=\"reserve\"");
  }

  static Stream<Arguments> scopesThatAllow() {
    return Stream.of(
        Arguments.of("scope", "openid  reserve"),
        Arguments.of("scope", List.of("openid", "reserve")),
        Arguments.of("scope", Arrays.asList(1, null, "reserve")),
        Arguments.of("scp", List.of("reserve")),
        Arguments.of("scp", "reserve"));
  }

  @ParameterizedTest
  @MethodSource("scopesThatAllow")
  void findsTheScopeAmongOthers(String claim, Object scope) {
    JWTClaimsSet.Builder claims = claims().claim("scope", null).claim(claim, scope);
    intake.with(Tokens.signed(claims.build())).get("/v1/me/requests").expect(200);
  }

  static Stream<Arguments> invalid() {
    Date past = Date.from(Instant.now().minusSeconds(3600));
    return Stream.of(
        bad("exp", past, "Jwt expired at"),
        bad("exp", null, "exp claim"),
        bad("exp", "soon", ""),
        bad("exp", List.of(), ""),
        bad("nbf", Date.from(Instant.now().plusSeconds(3600)), "Jwt used before"),
        bad("iss", "https://else.where", "iss claim"),
        bad("iss", 5, ""),
        bad("aud", "else", "aud claim"),
        bad("aud", Collections.singletonList(null), ""),
        bad("aud", Map.of("sluice", 1), ""),
        bad("sub", null, "sub claim"),
        bad("sub", "", "sub claim"),
        bad("iat", "never", ""));
  }

  private static Arguments bad(String claim, @Nullable Object value, String why) {
    return Arguments.of(claim, value, why);
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void saysWhatIsWrongWithAToken(String claim, @Nullable Object value, String why) {
    String token = Tokens.signed(claims().claim(claim, value).build());
    Answer refused = intake.with(token).get("/v1/sessions");
    refused.expectProblem(401, "unauthenticated");
    assertThat(refused.header("WWW-Authenticate"))
        .matches("Bearer error=\"invalid_token\", error_description=\"[^\"]+\"")
        .contains(why);
    assertThat(refused.text("detail")).contains(why);
  }

  @Test
  void namesNoErrorWithoutAToken() {
    Answer refused = intake.with("").get("/v1/sessions").expectProblem(401, "unauthenticated");
    assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer");
    for (String broken : List.of("x", "a.b.c", "a b", "=", "ä")) {
      Answer unread = intake.with(broken).get("/v1/sessions").expectProblem(401, "unauthenticated");
      assertThat(unread.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
    }
  }

  static Stream<Arguments> types() {
    return Stream.of("at+jwt", "AT+JWT", "application/at+jwt", "JWT", "jwt").map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("types")
  void takesTheTypesOfAccessTokens(String type) {
    String token = Tokens.signed(claims().build(), header -> header.type(new JOSEObjectType(type)));
    intake.with(token).get("/v1/sessions").expect(200);
  }

  @Test
  void refusesOtherKindsOfToken() {
    String token =
        Tokens.signed(claims().build(), header -> header.type(new JOSEObjectType("logout+jwt")));
    intake.with(token).get("/v1/sessions").expectProblem(401, "unauthenticated");
  }

  static Stream<Arguments> subjects() {
    return Stream.of(
        Arguments.of("saml|" + "x".repeat(250)),
        Arguments.of("CN=Zoë Smith, O=example"),
        Arguments.of("sha256:Y1NhxIu56rFBmOduqKt_GkFoXWrWKqkUbTAdTxfrCuA"));
  }

  /**
   * They are the same customer wherever they are met: in stream, journal, tables, lists and lines.
   */
  @ParameterizedTest
  @MethodSource("subjects")
  void servesSubjectsThatAreNoNames(String subject) {
    UUID session = TestSessions.aSession(1);
    String own = subject + UUID.randomUUID();
    Client me = intake.as(own);
    Client stranger = intake.as(own + "x");
    Client box = intake.as("box", "reserve reserve:bulk");
    try (FakeDrain drain = FakeDrain.of(1)) {
      UUID id = UUID.randomUUID();
      me.reserve(session, "{\"seats\":[\"B-1-2\"]}", "Idempotency-Key", "\"" + id + "\"")
          .expect(202);
      String line =
          "{\"session\":\"%s\",\"customer\":\"%s\",\"seats\":[\"B-1-1\"]}".formatted(session, own);
      UUID bulk = UUID.randomUUID();
      byte[] body = line.getBytes(StandardCharsets.UTF_8);
      Answer answer =
          box.post(
              "/v1/reservations:bulk",
              "application/x-ndjson",
              body,
              "Idempotency-Key",
              bulk.toString());
      assertThat(answer.expect(202).json().path("accepted").asInt()).isEqualTo(1);
      // A line of their own needs no right to act for others; another's does.
      Answer ownLine = me.post("/v1/reservations:bulk", "application/x-ndjson", body);
      assertThat(ownLine.expect(202).json().path("accepted").asInt()).isEqualTo(1);
      stranger
          .post("/v1/reservations:bulk", "application/x-ndjson", body)
          .expectProblem(400, "invalid-request");
      drain.drain();
      assertThat(me.get(Client.path(session, id), "Prefer", "wait=5").expect(200).text("state"))
          .isEqualTo("GRANTED");
      stranger.get(Client.path(session, id)).expectProblem(404, "unknown-request");
      assertThat(me.get("/v1/me/requests").expect(200).json().path("requests").size()).isEqualTo(3);
      assertThat(me.get("/v1/me/reservations").json().path("reservations").size()).isEqualTo(2);
      assertThat(stranger.get("/v1/me/reservations").json().path("reservations").size()).isZero();
      me.delete(Client.path(session) + "/" + id).expect(202);
      drain.drain();
    }
  }

  private static JWTClaimsSet.Builder claims() {
    return Tokens.claims("ann", "reserve");
  }
}
