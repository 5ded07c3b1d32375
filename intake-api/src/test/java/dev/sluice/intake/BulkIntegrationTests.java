package dev.sluice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Uuids;
import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.contract.stream.StreamEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Many requests with one call. */
class BulkIntegrationTests {

  private static final String NDJSON = "application/x-ndjson";

  private final Intake intake = Intake.shared();
  private final UUID session = TestSessions.aSession(2);
  private final UUID elsewhere = TestSessions.aSession(3);
  private final Client agency = intake.as("agency", "reserve:bulk");
  private final FakeDrain drain = FakeDrain.of(2);
  private final FakeDrain drainElsewhere = FakeDrain.of(3);

  @BeforeEach
  void startEmpty() {
    for (FakeDrain each : List.of(drain, drainElsewhere)) {
      if (!each.waiting().isEmpty()) {
        each.drain();
      }
    }
  }

  @AfterEach
  void close() {
    drain.close();
    drainElsewhere.close();
  }

  private String line(String seat) {
    return "{\"session\":\"" + session + "\",\"customer\":\"ann\",\"seats\":[\"" + seat + "\"]}";
  }

  private static Answer submit(Client client, String type, String body, String... headers) {
    return client.post(
        "/v1/reservations:bulk", type, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  @Test
  void queuesEveryGoodLineAndNamesEachBadOne() {
    String body =
        String.join(
            "\n",
            line("A-1-1"),
            "{\"session\":\"" + session + "\",\"seats\":[\"A-1-2\"",
            "",
            line("A-1-1"),
            "{\"session\":\"" + UUID.randomUUID() + "\",\"seats\":[\"A-1-3\"]}",
            "{\"session\":\"" + session + "\",\"seats\":[\"A-1-4\",\"A-1-4\"]}",
            "{\"session\":\""
                + session
                + "\",\"seats\":[\"A-1-5\"],\"reference\":\""
                + "x".repeat(17000)
                + "\"}",
            "{\"seats\":[\"A-1-5\"]}",
            "{\"session\":\"" + session + "\",\"type\":\"SETTLE\",\"seats\":[\"A-1-5\"]}",
            "{\"session\":\"" + session + "\",\"customer\":\"\",\"seats\":[\"A-1-5\"]}",
            "\"text\"",
            "{\"session\":\"" + elsewhere + "\",\"seats\":[\"A-1-6\"],\"reference\":\"\\ud83d\"}\r",
            "{\"session\":\""
                + elsewhere
                + "\",\"seats\":[\"A-1-6\"],\"reference\":\"\\t\\\\ \\\" 😀\"}\r",
            "");
    Answer answer = submit(agency, NDJSON, body).expect(202);
    assertThat(answer.json().path("lines").asInt()).isEqualTo(12);
    assertThat(answer.json().path("accepted").asInt()).isEqualTo(3);
    assertThat(refusedLines(answer)).containsExactly(2, 5, 6, 7, 8, 9, 10, 11, 12);
    assertThat(types(answer))
        .containsExactly(
            "invalid-request",
            "unknown-session",
            "invalid-request",
            "too-large",
            "invalid-request",
            "invalid-request",
            "invalid-request",
            "invalid-request",
            "invalid-request");
    String bulk = answer.header("Location");
    assertThat(bulk).isEqualTo("/v1/bulk/" + answer.text("id"));
    assertThat(agency.get(bulk).expect(200).json().path("counts").path("QUEUED").asInt())
        .isEqualTo(3);
    assertThat(drain.waiting()).hasSize(2);
    assertThat(drainElsewhere.waiting()).hasSize(1);
    // Each with its own note, whether it is decided or not.
    assertThat(notes(bulk + "/items?state=QUEUED")).containsExactly("1 ", "4 ", "13 \t\\ \" 😀");
    drain.drain();
    drainElsewhere.drain();
    awaitDone(bulk);
    JsonNode counts = agency.get(bulk).json().path("counts");
    assertThat(counts.path("GRANTED").asInt()).isEqualTo(2);
    assertThat(counts.path("REJECTED").asInt()).isEqualTo(1);
    assertThat(counts.path("REFUSED").asInt()).isEqualTo(9);
    assertThat(notes(bulk + "/items?state=GRANTED")).containsExactly("1 ", "13 \t\\ \" 😀");
    JsonNode rejected = agency.get(bulk + "/items?state=REJECTED").expect(200).json();
    assertThat(rejected.path("items").size()).isEqualTo(1);
    assertThat(rejected.path("items").path(0).path("line").asInt()).isEqualTo(4);
    assertThat(rejected.path("items").path(0).path("request").path("reason").asString())
        .isEqualTo("SEAT_TAKEN");
    // The customer it is for reads it, too.
    String id = agency.get(bulk + "/items").json().path("items").path(0).path("id").asString();
    assertThat(intake.as("ann").get(Client.path(session, UUID.fromString(id))).text("state"))
        .isEqualTo("GRANTED");
  }

  private List<String> notes(String items) {
    return agency
        .get(items)
        .expect(200)
        .json()
        .path("items")
        .valueStream()
        .map(
            item ->
                item.path("line").asInt()
                    + " "
                    + item.path("request").path("reference").asString(""))
        .toList();
  }

  @Test
  void takesAnArrayToo() {
    String body = " [" + line("A-1-1") + " , " + "{\"broken\": } , " + line("A-1-2") + "]\n";
    Answer answer = submit(agency, "application/json", body).expect(202);
    assertThat(answer.json().path("accepted").asInt()).isEqualTo(2);
    assertThat(refusedLines(answer)).containsExactly(2);
    drain.drain();
  }

  @Test
  void refusesWhatIsNoListOfLines() {
    String good = line("A-1-1");
    for (String body :
        List.of("", "{}", "[", "[{]", "[{\"a\":\"]", "[] []", "[]", "7", "[" + good + ",]")) {
      submit(agency, "application/json", body).expectProblem(400, "invalid-request");
    }
    submit(agency, NDJSON, "").expectProblem(400, "invalid-request");
    submit(agency, NDJSON, "\n \n").expectProblem(400, "invalid-request");
    submit(agency, "text/plain", line("A-1-1")).expectProblem(415, "unsupported-media-type");
    Answer allBad = submit(agency, NDJSON, "{\n}\n");
    allBad.expectProblem(400, "invalid-request");
    assertThat(refusedLines(allBad)).containsExactly(1, 2);
    assertThat(drain.waiting()).isEmpty();
  }

  @Test
  void refusesTooManyLinesWhole() {
    String body = (line("A-1-1") + "\n").repeat(10_001);
    submit(agency, NDJSON, body).expectProblem(413, "too-large");
    submit(agency, "application/json", "[" + "{},".repeat(10_000) + "{}]")
        .expectProblem(413, "too-large");
    assertThat(drain.waiting()).isEmpty();
  }

  @Test
  void refusesTooManyBytesWhole() {
    String body = "{\"reference\":\"" + "x".repeat(16 * 1024 * 1024) + "\"}";
    submit(agency, NDJSON, body).expectProblem(413, "too-large");
  }

  @Test
  void takesTenThousandLines() {
    String body =
        IntStream.range(0, 10_000).mapToObj(i -> line("S-" + i)).collect(Collectors.joining("\n"));
    Answer answer = submit(agency, NDJSON, body).expect(202);
    assertThat(answer.json().path("accepted").asInt()).isEqualTo(10_000);
    String bulk = answer.header("Location");
    assertThat(drain.waiting().stream().map(StreamEntry::requestId).distinct()).hasSize(10_000);
    assertThat(agency.get(bulk).expect(200).json().path("counts").path("QUEUED").asInt())
        .isEqualTo(10_000);
    JsonNode page = agency.get(bulk + "/items?limit=1000&cursor=9990").expect(200).json();
    assertThat(page.path("items").size()).isEqualTo(10);
    assertThat(page.has("next")).isFalse();
    drain.redis().del(new ShardKeys(2).requests());
  }

  @Test
  void pagesThroughAllItems() {
    String body =
        IntStream.range(1, 8).mapToObj(i -> line("A-1-" + i)).collect(Collectors.joining("\n"));
    String bulk = submit(agency, NDJSON, body).expect(202).header("Location");
    drain.drain();
    awaitDone(bulk);
    var seen = new ArrayList<Integer>();
    String cursor = "0";
    do {
      JsonNode page =
          agency.get(bulk + "/items?state=GRANTED&limit=3&cursor=" + cursor).expect(200).json();
      page.path("items").forEach(item -> seen.add(item.path("line").asInt()));
      cursor = page.path("next").asString("");
    } while (!cursor.isEmpty());
    assertThat(seen).containsExactly(1, 2, 3, 4, 5, 6, 7);
    agency.get(bulk + "/items?limit=0").expectProblem(400, "invalid-request").expectError("limit");
    for (String number :
        List.of("abc", "0x1", "%231", "%2B1", "1.0", "1e1", "99999999999", "%D9%A1")) {
      agency
          .get(bulk + "/items?limit=" + number)
          .expectProblem(400, "invalid-request")
          .expectError("limit");
    }
    agency
        .get(bulk + "/items?cursor=x")
        .expectProblem(400, "invalid-request")
        .expectError("cursor");
    agency.get(bulk + "/items?state=x").expectProblem(400, "invalid-request").expectError("state");
  }

  @Test
  void showsABulkToItsOwnerOnly() {
    String bulk = submit(agency, NDJSON, line("A-1-1")).expect(202).header("Location");
    intake.as("ann").get(bulk).expectProblem(404, "unknown-bulk");
    intake.as("boss", "admin").get(bulk + "/items").expectProblem(404, "unknown-bulk");
    agency.get("/v1/bulk/" + UUID.randomUUID()).expectProblem(404, "unknown-bulk");
    agency.get("/v1/bulk/none").expectProblem(404, "unknown-bulk");
    drain.drain();
  }

  @Test
  void letsOnlyThoseActForOthersWhoMay() {
    Client plain = intake.as("ann");
    Answer own =
        submit(
                plain,
                NDJSON,
                "{\"session\":\""
                    + session
                    + "\",\"seats\":[\"A-1-1\"]}\n"
                    + line("A-1-2")
                    + "\n{\"session\":\""
                    + session
                    + "\",\"customer\":\"bob\",\"seats\":[\"A-1-3\"]}")
            .expect(202);
    assertThat(refusedLines(own)).containsExactly(3);
    assertThat(drain.waiting().stream().map(StreamEntry::customer)).containsExactly("ann", "ann");
    drain.drain();
  }

  @Test
  void answersARepeatAsTheFirstTime() {
    UUID key = UUID.randomUUID();
    String body = line("A-1-1") + "\nbroken\n" + line("A-1-2");
    Answer first = submit(agency, NDJSON, body, "Idempotency-Key", key.toString()).expect(202);
    assertThat(first.text("id")).isEqualTo(key.toString());
    assertThat(first.header("Idempotent-Replayed")).isEmpty();
    Answer second = submit(agency, NDJSON, body, "Idempotency-Key", key.toString()).expect(202);
    assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(second.json()).isEqualTo(first.json());
    assertThat(drain.waiting()).hasSize(2);
    submit(agency, NDJSON, body + "\n" + line("A-1-3"), "Idempotency-Key", key.toString())
        .expectProblem(422, "id-reused");
    submit(intake.as("another", "reserve:bulk"), NDJSON, body, "Idempotency-Key", key.toString())
        .expectProblem(422, "id-reused");
    submit(agency, NDJSON, body, "Idempotency-Key", "x").expectProblem(400, "invalid-request");
    assertThat(drain.waiting()).hasSize(2);
    drain.drain();
  }

  /** It had to be the same byte for byte, though a single call need not. */
  @Test
  void answersARepeatInOtherWords() {
    UUID key = UUID.randomUUID();
    String body = line("A-1-1") + "\nbroken\n" + line("A-1-2");
    Answer first = submit(agency, NDJSON, body, "Idempotency-Key", key.toString()).expect(202);
    String other = line("A-1-1").replace(":", " : ") + " \r\nbroken\n" + line("A-1-2") + "\n\n";
    Answer second = submit(agency, NDJSON, other, "Idempotency-Key", key.toString()).expect(202);
    assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(second.json()).isEqualTo(first.json());
    assertThat(drain.waiting()).hasSize(2);
    drain.drain();
  }

  /** It was an answer, and a manifest, of tens of megabytes. */
  @Test
  void tellsOfTenThousandBadLinesInLessThanTwoMegabytes() {
    String fields =
        IntStream.range(0, 40)
            .mapToObj(i -> "\"" + "x".repeat(60) + i + "\":1")
            .collect(Collectors.joining(","));
    String bad = "{" + fields + "}\n";
    String body = line("A-1-1") + "\n" + bad.repeat(4_000) + "{\n".repeat(5_999);
    Answer answer = submit(agency, NDJSON, body).expect(202);
    assertThat(answer.response().body()).hasSizeLessThan(2_000_000);
    assertThat(answer.json().path("refused").asInt()).isEqualTo(9_999);
    assertThat(answer.json().path("notQueued").asInt()).isZero();
    assertThat(answer.json().path("refusals").size()).isEqualTo(1_000);
    assertThat(answer.json().path("moreRefusals").asInt()).isEqualTo(8_999);
    JsonNode problem = answer.json().path("refusals").path(0).path("problem");
    assertThat(problem.path("errors").size()).isEqualTo(4);
    assertThat(problem.path("moreErrors").asInt()).isEqualTo(37);
    String items = answer.header("Location") + "/items?state=REFUSED&limit=1000&cursor=8000";
    Answer page = agency.get(items).expect(200);
    assertThat(page.json().path("items").size()).isEqualTo(1_000);
    assertThat(page.response().body()).hasSizeLessThan(1_000_000);
    assertThat(
            TestSessions.jdbc()
                .sql("SELECT LENGTH(UNCOMPRESS(manifest)) FROM bulk WHERE id = ?")
                .param(Uuids.toBytes(UUID.fromString(answer.text("id"))))
                .query(Long.class)
                .single())
        .isLessThan(4_000_000);
    Answer none = submit(agency, NDJSON, bad.repeat(4_000));
    none.expectProblem(400, "invalid-request");
    assertThat(none.response().body()).hasSizeLessThan(2_000_000);
    assertThat(none.json().path("moreRefusals").asInt()).isEqualTo(3_000);
    drain.drain();
  }

  @Test
  void looksForManySessionsAtOnce() {
    long before = lookUps();
    String body =
        IntStream.range(0, 3_000)
                .mapToObj(
                    i -> line("A-1-1").replace(session.toString(), UUID.randomUUID().toString()))
                .collect(Collectors.joining("\n"))
            + "\n"
            + line("A-1-1");
    Answer answer = submit(agency, NDJSON, body).expect(202);
    assertThat(answer.json().path("accepted").asInt()).isEqualTo(1);
    assertThat(new HashSet<>(types(answer))).containsExactly("unknown-session");
    assertThat(lookUps() - before).isLessThan(500);
    drain.drain();
  }

  /** Statements that the database has carried out, of any client. */
  private static long lookUps() {
    return TestSessions.jdbc()
        .sql("SHOW GLOBAL STATUS LIKE 'Com_select'")
        .query((row, n) -> row.getLong(2))
        .single();
  }

  /** Seen to fail without the index: NOT_QUEUED, so that the client would send it again. */
  @Test
  void tellsWhatBecameOfALineWhoseIdRedisForgotEarly() {
    UUID key = UUID.randomUUID();
    String body = line("A-1-1") + "\n" + line("A-1-1");
    submit(agency, NDJSON, body, "Idempotency-Key", key.toString()).expect(202);
    List<StreamEntry> entries = drain.waiting();
    drain.drain();
    drain.forgetIndexed(session, Objects.requireNonNull(entries.getLast().requestId()));
    try (Intake fresh = Intake.start()) {
      JsonNode counts =
          fresh
              .as("agency", "reserve:bulk")
              .get("/v1/bulk/" + key)
              .expect(200)
              .json()
              .path("counts");
      assertThat(counts.path("GRANTED").asInt()).isEqualTo(1);
      assertThat(counts.path("REJECTED").asInt()).isEqualTo(1);
    }
  }

  /** Seen to fail: one statement with all names, at every poll. */
  @Test
  void asksTheDatabaseForLinesOnlyIfItMayKnowThemAndForAThousandAtOnce() {
    try (Intake small =
        Intake.start(SeenStatements.setting(), "sluice.intake.backlog.entries-max=1")) {
      Client client = small.as("agency", "reserve:bulk");
      String body =
          IntStream.range(0, 2_501).mapToObj(i -> line("S-" + i)).collect(Collectors.joining("\n"));
      String bulk = submit(client, NDJSON, body).expect(202).header("Location");
      drain.forgotten(0);
      SeenStatements.take("");
      assertThat(notQueued(client, bulk)).isEqualTo(2_500);
      assertThat(SeenStatements.take("request_index").size()).isZero();
      drain.forgotten(System.currentTimeMillis());
      assertThat(notQueued(client, bulk)).isEqualTo(2_500);
      assertThat(
              SeenStatements.take("request_index").stream().map(sql -> sql.split("],\\[").length))
          .containsExactly(1_000, 1_000, 500);
      client.get(bulk + "/items?state=NOT_QUEUED&limit=10").expect(200);
      assertThat(SeenStatements.take("request_index").size()).isEqualTo(1);
      drain.forgotten(0);
      drain.drain();
    }
  }

  private static int notQueued(Client client, String bulk) {
    return client.get(bulk).expect(200).json().path("counts").path("NOT_QUEUED").asInt();
  }

  @Test
  void completesByRepeatingWhatACrashCutShort() {
    UUID key = UUID.randomUUID();
    List<String> seats = List.of("A-1-1", "A-1-2", "A-1-3", "A-1-4");
    String body = seats.stream().map(this::line).collect(Collectors.joining("\n"));
    submit(agency, NDJSON, body, "Idempotency-Key", key.toString()).expect(202);
    // As if the process had died after the manifest and the first two lines.
    List<StreamEntry> entries = drain.waiting();
    for (StreamEntry entry : entries.subList(2, 4)) {
      drain.redis().xdel(new ShardKeys(2).requests(), entry.id().toString());
      UUID id = Objects.requireNonNull(entry.requestId());
      drain.forget(session, id);
    }
    try (Intake restarted = Intake.start()) {
      Client again = restarted.as("agency", "reserve:bulk");
      JsonNode counts = again.get("/v1/bulk/" + key).expect(200).json().path("counts");
      assertThat(counts.path("QUEUED").asInt()).isEqualTo(2);
      assertThat(counts.path("NOT_QUEUED").asInt()).isEqualTo(2);
      Answer repeated = submit(again, NDJSON, body, "Idempotency-Key", key.toString()).expect(202);
      assertThat(repeated.header("Idempotent-Replayed")).isEqualTo("true");
      assertThat(repeated.json().path("accepted").asInt()).isEqualTo(4);
      assertThat(drain.waiting()).hasSize(4);
      assertThat(new HashSet<>(drain.waiting().stream().map(StreamEntry::requestId).toList()))
          .isEqualTo(new HashSet<>(entries.stream().map(StreamEntry::requestId).toList()));
      drain.drain();
    }
  }

  @Test
  void listsTheRestAsRefusedWhereTheBacklogFillsMidway() {
    try (Intake small = Intake.start("sluice.intake.backlog.entries-max=700")) {
      Client client = small.as("agency", "reserve:bulk");
      UUID key = UUID.randomUUID();
      String body =
          IntStream.range(0, 2000).mapToObj(i -> line("S-" + i)).collect(Collectors.joining("\n"));
      Answer answer = submit(client, NDJSON, body, "Idempotency-Key", key.toString()).expect(202);
      assertThat(answer.json().path("accepted").asInt()).isEqualTo(700);
      assertThat(answer.json().path("refused").asInt()).isEqualTo(1300);
      assertThat(new HashSet<>(types(answer))).containsExactly("backlog-full");
      assertThat(
              answer.json().path("refusals").path(0).path("problem").path("retryable").asBoolean())
          .isTrue();
      Answer full = submit(client, NDJSON, line("A-1-1"));
      full.expectProblem(503, "backlog-full");
      assertThat(full.header("Retry-After")).isNotEmpty();
      drain.drain();
      Answer second = submit(client, NDJSON, body, "Idempotency-Key", key.toString()).expect(202);
      assertThat(second.json().path("accepted").asInt()).isEqualTo(1400);
      drain.drain();
      Answer third = submit(client, NDJSON, body, "Idempotency-Key", key.toString()).expect(202);
      assertThat(third.json().path("accepted").asInt()).isEqualTo(2000);
      assertThat(drain.waiting()).hasSize(600);
      drain.drain();
    }
  }

  @Test
  void limitsTheLinesOfOneCaller() {
    try (Intake strict =
        Intake.start("sluice.callers.lines-per-second=1", "sluice.callers.lines-burst=3")) {
      Client client = strict.as("agency", "reserve:bulk");
      String three = line("A-1-1") + "\n" + line("A-1-2") + "\n" + line("A-1-3");
      submit(client, NDJSON, three).expect(202);
      submit(client, NDJSON, three).expectProblem(429, "too-many-requests");
      drain.drain();
    }
  }

  @Test
  void storesTheManifestSoThatSqlCanReadIt() {
    UUID key = UUID.randomUUID();
    submit(agency, NDJSON, line("A-1-1") + "\nbroken", "Idempotency-Key", key.toString())
        .expect(202);
    assertThat(
            TestSessions.jdbc()
                .sql(
                    """
                    SELECT JSON_UNQUOTE(JSON_EXTRACT(CONVERT(UNCOMPRESS(manifest) USING utf8mb4), '$[1].problem.status'))
                    FROM bulk WHERE id = ? AND accepted = 1 AND refused = 1
                    """)
                .param(Uuids.toBytes(key))
                .query(String.class)
                .single())
        .isEqualTo("400");
    drain.drain();
  }

  @Test
  void tellsOfRequestsThatWereDecidedLongAgo() {
    String bulk = submit(agency, NDJSON, line("A-1-1")).expect(202).header("Location");
    drain.drain();
    drain.redis().del(new ShardKeys(2).outcomes());
    try (Intake fresh = Intake.start()) {
      Client client = fresh.as("agency", "reserve:bulk");
      assertThat(client.get(bulk).expect(200).json().path("counts").path("GRANTED").asInt())
          .isEqualTo(1);
    }
  }

  private void awaitDone(String bulk) {
    try {
      Eventually.holds(() -> assertThat(agency.get(bulk).json().path("done").asBoolean()).isTrue());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static List<Integer> refusedLines(Answer answer) {
    return answer
        .json()
        .path("refusals")
        .valueStream()
        .map(line -> line.path("line").asInt())
        .toList();
  }

  private static List<String> types(Answer answer) {
    return answer
        .json()
        .path("refusals")
        .valueStream()
        .map(line -> line.path("problem").path("type").asString())
        .map(type -> type.substring(type.lastIndexOf('/') + 1))
        .toList();
  }
}
