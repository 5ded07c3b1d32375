package dev.sluice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is sent: a problem, never a page, a stack trace or a 500. */
class MalformedIntegrationTests {

  private static final String TOKEN = Tokens.of("ann", "reserve:bulk");
  private static final String SESSION = "/v1/sessions/d0000000-0000-4000-8000-000000000001";

  private final Intake intake = Intake.shared();

  static Stream<Arguments> calls() {
    return Stream.of(
            get("/v1/sessions?=x", 400),
            get("/v1/sessions?a=%zz", 400),
            get("/v1/sessions?limit=%zz", 400),
            get("/v1/sessions?a=%ff%fe", 400),
            get("/actuator/health?=x", 400),
            get("/actuator/health?a=%zz", 400),
            get("/v3/api-docs?a=%zz", 400),
            get("/?" + "a&".repeat(2000), 400),
            get("/nowhere?=x", 400),
            get("/error?=x", 400),
            get("/v1/sessions%2Fx", 400),
            get("/v1/sessions/%00", 400),
            get("/v1/sessions/%zz", 400),
            get("/v1/sessions/%2e%2e/x", 400),
            get("/v1//sessions", 400),
            get("/v1/sessions;a=b", 400),
            get("/v1/sessions\\x", 400),
            get("/v1/se{ss}ions", 400),
            get("/v1/sessions/a%0d%0ab", 400),
            get("http://[/v1/sessions", 400),
            get("*", 400),
            get("/v1/sessions", 431, "Authorization: Bearer " + "x".repeat(12_000)),
            get("/actuator/health", 431, "X-Long: " + "x".repeat(12_000)),
            get("/actuator/health", 431, "X: 1\r\n".repeat(150) + "X: 1"),
            get("/" + "x".repeat(12_000), 414),
            get("/v1/sessions", 417, "Expect: x"),
            get("/actuator/health", 417, "Expect: x"),
            get("/v1/sessions", 400, "X-Control: a\001b"),
            get("/v1/sessions", 400, "no colon"),
            get("/v1/sessions", 400, "Content-Length: -1"),
            get("/v1/sessions", 400, "Content-Length: 1", "Content-Length: 2"),
            get("/v1/sessions", 501, "Transfer-Encoding: x"),
            get("/v1/sessions", 406, "Accept: no/such"),
            get("/v1/sessions", 406, "Accept: \"; no type"),
            get("/v1/sessions", 401, "Authorization: Bearer a b"),
            get("/v1/sessions", 401, "Authorization: Bearer"),
            get("/nowhere", 404, "Accept: text/html"),
            get("/error", 404),
            get("/error", 404, "Accept: text/html"),
            call("GET /v1/sessions HTTP/1.1\r\n\r\n", 400),
            call("GET /v1/sessions HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
            call("GET /v1/sessions HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
            call("GET /v1/sessions HTTP/9.9\r\nHost: x\r\n\r\n", 505),
            call("G(T /v1/sessions HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            call("nonsense\r\n\r\n", 400),
            call("\026\003\001\002\r\n\r\n", 400),
            call("FOO /v1/sessions HTTP/1.1\r\nHost: x\r\n\r\n", 401),
            call("TRACE /v1/sessions HTTP/1.1\r\nHost: x\r\n\r\n", 405),
            call("CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n", 501),
            post(SESSION + "/reservations", 415, "multipart/form-data", "x"),
            post("/nowhere", 404, "multipart/form-data", "x"),
            post("/error", 404, "multipart/form-data", "x"),
            post("/actuator/health", 405, "multipart/form-data", "x"),
            post(SESSION + "/reservations", 415, "multipart/form-data; boundary=b", "--b\r\nx"),
            post(SESSION + "/reservations", 415, "application/x-www-form-urlencoded", "=x&a=%zz"),
            post(SESSION + "/reservations", 415, "no type", "x"),
            post(SESSION + "/reservations", 415, "application/json; charset=no-such", "{}"),
            post("/v1/reservations:bulk", 415, "\"", "{}"),
            post("/v1/reservations:bulk", 415, "application/json; charset=\"", "{}"),
            chunked("zz\r\n[]\r\n0\r\n\r\n"),
            chunked("2;" + "x".repeat(10_000) + "\r\n[]\r\n0\r\n\r\n"),
            chunked("2\r\n[]junk0\r\n\r\n"),
            chunked("99999999999999999\r\n[]\r\n"),
            post("/v1/reservations:bulk?=x", 400, "application/json", "[]"))
        .map(Arguments::of);
  }

  private record Call(String bytes, int status) {
    @Override
    public String toString() {
      String shown = bytes.replaceAll("Host: x\r\n|Authorization: Bearer ey\\S+\r\n", "");
      return status + " " + shown.substring(0, Math.min(90, shown.length()));
    }
  }

  private static Call call(String bytes, int status) {
    return new Call(bytes, status);
  }

  private static Call get(String target, int status, String... headers) {
    return request("GET", target, status, List.of(headers), "");
  }

  private static Call post(String target, int status, String contentType, String body) {
    List<String> headers =
        List.of("Content-Type: " + contentType, "Content-Length: " + body.length());
    return request("POST", target, status, headers, body);
  }

  private static Call chunked(String body) {
    List<String> headers = List.of("Content-Type: application/json", "Transfer-Encoding: chunked");
    return request("POST", "/v1/reservations:bulk", 400, headers, body);
  }

  private static Call request(
      String method, String target, int status, List<String> headers, String body) {
    boolean ownToken = headers.stream().anyMatch(header -> header.startsWith("Authorization"));
    var bytes = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: x\r\n");
    if (!ownToken) {
      bytes.append("Authorization: Bearer ").append(TOKEN).append("\r\n");
    }
    headers.forEach(header -> bytes.append(header).append("\r\n"));
    return new Call(bytes.append("\r\n").append(body).toString(), status);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void answersWithAProblem(Call call) {
    try (RawCall raw = RawCall.to(intake)) {
      RawCall.Reply reply = raw.send(call.bytes()).receive();
      assertThat(reply.status()).as("%s%n%s", reply.head(), reply.body()).isEqualTo(call.status());
      assertThat(reply.head()).contains("Content-Type: application/problem+json");
      assertThat(reply.body())
          .startsWith("{")
          .contains("\"type\":\"https://sluice.dev/problems/", "\"status\":" + call.status())
          .doesNotContain("Exception", "\tat ", "java.", "apache", "<");
    }
  }
}
