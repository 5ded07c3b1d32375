package dev.sluice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Settlement;
import dev.sluice.contract.stream.ShardKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * Paying for a reservation: the one poll of the request to pay ends with what the provider said.
 * {@link FakeDrain} stands in for the drain, and {@link FakeDrain#say} for the job that asks
 * providers.
 */
class PaymentIntegrationTests {

  private static final int SHARD = 2;
  private static final long DUE = 12_000;

  private final Intake intake = Intake.shared();
  private final UUID session = TestSessions.aSession(SHARD);

  /** Nobody else's things are theirs. */
  private final String customer = "payer-" + UUID.randomUUID();

  private final Client ann = intake.as(customer);
  private final FakeDrain drain = FakeDrain.of(SHARD);

  @BeforeEach
  void startEmpty() {
    if (!drain.waiting().isEmpty()) {
      drain.drain();
    }
  }

  @AfterEach
  void close() {
    drain.close();
  }

  private UUID aHold(String seat) {
    UUID id = UUID.randomUUID();
    ann.reserve(session, id, "{\"seats\":[\"" + seat + "\"]}").expect(202);
    drain.drain();
    return id;
  }

  private UUID queuedPayment(UUID reservation) {
    UUID id = UUID.randomUUID();
    ann.pay(session, reservation, id, "{\"amount\":12000,\"paymentKey\":\"key-1\"}").expect(202);
    return id;
  }

  /** One that the drain let begin. */
  private UUID aPayment(UUID reservation) {
    UUID id = queuedPayment(reservation);
    drain.drain();
    return id;
  }

  private void captured(UUID reservation, UUID payment) {
    captured(reservation, payment, DUE);
  }

  private void captured(UUID reservation, UUID payment, long amount) {
    drain.say(session, new Command.Settle(reservation, payment, Settlement.CAPTURED, amount));
    drain.drain();
  }

  private void declined(UUID reservation, UUID payment) {
    drain.say(session, new Command.Settle(reservation, payment, Settlement.DECLINED, 0));
    drain.drain();
  }

  private String path(UUID request) {
    return Client.path(session, request);
  }

  private Answer awaitState(Client client, UUID request, String state) throws InterruptedException {
    Eventually.holds(() -> assertThat(client.get(path(request)).text("state")).isEqualTo(state));
    return client.get(path(request)).expect(200);
  }

  private static void isPaid(Answer answer, UUID reservation, String seat) {
    assertThat(answer.text("state")).isEqualTo("GRANTED");
    JsonNode outcome = answer.json().path("outcome");
    assertThat(outcome.path("type").asString()).isEqualTo("CONFIRMED");
    assertThat(outcome.path("reservation").asString()).isEqualTo(reservation.toString());
    assertThat(outcome.path("seats").valueStream().map(JsonNode::asString)).containsExactly(seat);
    assertThat(outcome.path("amount").asLong()).isEqualTo(DUE);
    assertThat(outcome.path("currency").asString()).isEqualTo("EUR");
    assertThat(answer.text("message")).contains("paid");
    assertThat(answer.json().has("reason")).isFalse();
  }

  @Test
  void queuesAPaymentLikeAReservation() throws InterruptedException {
    UUID hold = aHold("A-1-1");
    UUID id = UUID.randomUUID();
    String body = "{\"amount\":12000,\"paymentKey\":\"key-1\",\"reference\":\"order 4711\"}";
    Answer accepted = ann.pay(session, hold, id, body).expect(202);
    assertThat(accepted.header("Location")).isEqualTo(path(id));
    assertThat(accepted.text("state")).isEqualTo("QUEUED");
    assertThat(accepted.text("id")).isEqualTo(id.toString());
    assertThat(ann.pay(session, hold, id, body).expect(202).header("Idempotent-Replayed"))
        .isEqualTo("true");
    ann.pay(session, hold, id, "{\"amount\":12000,\"paymentKey\":\"key-2\"}")
        .expectProblem(422, "id-reused");
    assertThat(ann.get(path(id)).expect(200).text("reference")).isEqualTo("order 4711");
    drain.drain();
    Answer paying = awaitState(ann, id, "PAYING");
    assertThat(paying.text("reference")).isEqualTo("order 4711");
    assertThat(paying.json().path("outcome").path("type").asString()).isEqualTo("PAYING");
    assertThat(paying.json().path("outcome").path("amount").asLong()).isEqualTo(DUE);
    assertThat(paying.text("message")).contains("under way");
    assertThat(paying.header("Retry-After")).isNotEmpty();
    assertThat(statusOf(hold)).isEqualTo("PAYING");
    captured(hold, id);
    Answer paid = awaitState(ann, id, "GRANTED");
    isPaid(paid, hold, "A-1-1");
    assertThat(paid.text("reference")).isEqualTo("order 4711");
    assertThat(paid.text("acceptedAt")).isEqualTo(paying.text("acceptedAt"));
    assertThat(paid.json().path("decided").path("number").asLong())
        .isGreaterThan(paying.json().path("decided").path("number").asLong());
    assertThat(statusOf(hold)).isEqualTo("CONFIRMED");
    assertThat(ann.get("/v1/sessions/" + session + "/seats").expect(200).response().body())
        .contains("\"SOLD\"");
  }

  private String statusOf(UUID reservation) {
    return ann.get("/v1/me/reservations")
        .expect(200)
        .json()
        .path("reservations")
        .valueStream()
        .filter(each -> each.path("id").asString().equals(reservation.toString()))
        .map(each -> each.path("status").asString())
        .findFirst()
        .orElse("");
  }

  @Test
  void asksNoProviderWhereNothingIsToBePaid() {
    UUID hold = aHold("A-1-1");
    UUID id = UUID.randomUUID();
    ann.pay(session, hold, id, "{\"amount\":0}").expect(202);
    drain.drain();
    Answer answer = ann.get(path(id), "Prefer", "wait=10").expect(200);
    assertThat(answer.text("state")).isEqualTo("GRANTED");
    assertThat(answer.json().path("outcome").path("type").asString()).isEqualTo("CONFIRMED");
    assertThat(answer.json().path("outcome").path("amount").asLong(-1)).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                      | amount
          {"paymentKey":"key"}                                    | amount
          {"amount":12000}                                        | paymentKey
          {"amount":-1,"paymentKey":"key"}                        | amount
          {"amount":"12000","paymentKey":"key"}                   | amount
          {"amount":1.5,"paymentKey":"key"}                       | amount
          {"amount":12000,"paymentKey":""}                        | paymentKey
          {"amount":12000,"paymentKey":"a/../b"}                  | paymentKey
          {"amount":12000,"paymentKey":"key","seats":["A-1-1"]}   | seats
          {"amount":12000,"paymentKey":"key","reference":7}       | reference
          {"amount":0,"reservation":"0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e77"} | reservation
          []                                                      | ''
          """)
  void refusesWhatIsNoPayment(String body, String field) {
    ann.pay(session, UUID.randomUUID(), UUID.randomUUID(), body)
        .expectProblem(400, "invalid-request")
        .expectError(field);
    assertThat(drain.waiting()).isEmpty();
  }

  @Test
  void refusesAPaymentAsItRefusesAReservation() {
    byte[] body = "{\"amount\":0}".getBytes(StandardCharsets.UTF_8);
    String payment = Client.path(session) + "/" + UUID.randomUUID() + "/payment";
    ann.post(payment, "text/plain", body).expectProblem(415, "unsupported-media-type");
    ann.post(payment, "application/json", body, "Accept", "text/csv")
        .expectProblem(406, "not-acceptable");
    ann.post(payment, "application/json", body, "Idempotency-Key", "x")
        .expectProblem(400, "invalid-request")
        .expectError("Idempotency-Key");
    ann.post(Client.path(session) + "/no-uuid/payment", "application/json", body)
        .expectProblem(404, "not-found");
    ann.pay(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), "{\"amount\":0}")
        .expectProblem(404, "unknown-session");
    ann.get(payment).expectProblem(405, "method-not-allowed");
    intake.with("").post(payment, "application/json", body).expectProblem(401, "unauthenticated");
    intake
        .as("ann", "nothing")
        .post(payment, "application/json", body)
        .expectProblem(403, "forbidden");
    assertThat(drain.waiting()).isEmpty();
  }

  /** Seen to fail where PAYING was final: the poll ended with it, and the customer asked again. */
  @Test
  void endsOnePollWithWhatTheProviderSaid() throws Exception {
    UUID hold = aHold("A-1-1");
    UUID id = queuedPayment(hold);
    CompletableFuture<Answer> poll = ann.getLater(path(id), "Prefer", "wait=30");
    Eventually.holds(() -> assertThat(intake.waitingCalls()).isEqualTo(1));
    drain.drain();
    awaitState(ann, id, "PAYING");
    assertThat(poll).isNotDone();
    captured(hold, id);
    Answer answer = poll.get(5, TimeUnit.SECONDS).expect(200);
    isPaid(answer, hold, "A-1-1");
    assertThat(answer.header("Preference-Applied")).isEqualTo("wait=30");
    Eventually.holds(() -> assertThat(intake.waitingCalls()).isZero());
  }

  @Test
  void endsAPollWithPayingWhenTheTimeIsOver() throws InterruptedException {
    UUID hold = aHold("A-1-1");
    UUID id = aPayment(hold);
    awaitState(ann, id, "PAYING");
    Answer answer = ann.get(path(id), "Prefer", "wait=1").expect(200);
    assertThat(answer.text("state")).isEqualTo("PAYING");
    assertThat(answer.header("Preference-Applied")).isEqualTo("wait=1");
    assertThat(answer.header("Retry-After")).isNotEmpty();
    declined(hold, id);
    Answer refused = ann.get(path(id), "Prefer", "wait=10").expect(200);
    assertThat(refused.text("state")).isEqualTo("REJECTED");
    assertThat(refused.text("reason")).isEqualTo("PAYMENT_DECLINED");
    assertThat(refused.json().path("retryable").asBoolean()).isTrue();
    assertThat(refused.text("message")).contains("declined");
    assertThat(refused.header("Retry-After")).isEmpty();
    // With another payment it works.
    UUID again = aPayment(hold);
    captured(hold, again);
    isPaid(ann.get(path(again), "Prefer", "wait=10").expect(200), hold, "A-1-1");
    assertThat(ann.get(path(id)).text("state")).isEqualTo("REJECTED");
  }

  @Test
  void sendsEventsUntilThePaymentIsSettled() throws Exception {
    UUID hold = aHold("A-1-1");
    UUID id = queuedPayment(hold);
    CompletableFuture<Answer> events = ann.getLater(path(id) + "/events");
    Eventually.holds(() -> assertThat(intake.waitingCalls()).isEqualTo(1));
    drain.drain();
    awaitState(ann, id, "PAYING");
    // Who connects again behind the first events, and is sent none of them a second time.
    CompletableFuture<Answer> again =
        ann.getLater(path(id) + "/events", "Last-Event-ID", "paying-2");
    Eventually.holds(() -> assertThat(intake.waitingCalls()).isEqualTo(2));
    captured(hold, id);
    String body = events.get(5, TimeUnit.SECONDS).expect(200).response().body();
    assertThat(lines(body, "event: ")).containsExactly("queued", "paying", "outcome");
    assertThat(lines(body, "id: "))
        .startsWith("queued-1", "paying-2")
        .hasSize(3)
        .doesNotHaveDuplicates();
    assertThat(lines(body, "data: ").getLast()).contains("\"CONFIRMED\"");
    String later = again.get(5, TimeUnit.SECONDS).expect(200).response().body();
    assertThat(lines(later, "event: ")).containsExactly("paying", "outcome");
    String last = lines(body, "id: ").getLast();
    assertThat(lines(later, "id: ")).containsExactly("paying-3", last);
    ann.get(path(id) + "/events", "Last-Event-ID", last).expect(204);
  }

  private static List<String> lines(String body, String name) {
    return body.lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()))
        .toList();
  }

  /** Seen to fail where the first settlement stood: who had paid was told of no refund. */
  @Test
  void tellsOfMoneyThatCameLate() throws InterruptedException {
    UUID hold = aHold("A-1-1");
    UUID id = aPayment(hold);
    declined(hold, id);
    Answer refused = awaitState(ann, id, "REJECTED");
    String heard = eventId(refused);
    captured(hold, id);
    Eventually.holds(() -> goesBack(ann.get(path(id)).expect(200), DUE));
    // Who has heard that it was declined hears of the money, too.
    assertThat(ann.get(path(id) + "/events", "Last-Event-ID", heard).expect(200).response().body())
        .contains("REFUND_OWED");
    Answer before = ann.get(path(id)).expect(200);
    captured(hold, id);
    declined(hold, id);
    UUID other = aHold("A-1-2");
    assertThat(ann.get(path(other), "Prefer", "wait=10").text("state")).isEqualTo("GRANTED");
    assertThat(ann.get(path(id)).json()).isEqualTo(before.json());
    try (Intake fresh = Intake.start()) {
      Answer there = fresh.as(customer).get(path(id)).expect(200);
      goesBack(there, DUE);
      assertThat(eventId(there)).isEqualTo(eventId(before));
    }
  }

  @Test
  void tellsOfMoneyThatDoesNotFit() throws InterruptedException {
    UUID hold = aHold("A-1-1");
    UUID id = aPayment(hold);
    captured(hold, id, DUE - 1);
    goesBack(awaitState(ann, id, "REJECTED"), DUE - 1);
  }

  private static void goesBack(Answer answer, long amount) {
    JsonNode outcome = answer.json().path("outcome");
    assertThat(outcome.path("type").asString()).isEqualTo("REFUND_OWED");
    assertThat(outcome.path("amount").asLong()).isEqualTo(amount);
    assertThat(answer.text("state")).isEqualTo("REJECTED");
    assertThat(answer.text("reason")).isEqualTo("PAYMENT_DECLINED");
    assertThat(answer.json().path("retryable").asBoolean()).isTrue();
    assertThat(answer.text("message")).contains("goes back");
  }

  private static String eventId(Answer decided) {
    JsonNode where = decided.json().path("decided");
    return where.path("shard").asInt() + "-" + where.path("number").asLong();
  }

  /** As after a crash between the two: what let it begin is in no memory of the new process. */
  @Test
  void wakesWhoWaitsAtAnIntakeThatStartedInBetween() throws Exception {
    UUID hold = aHold("A-1-1");
    UUID id = aPayment(hold);
    try (Intake fresh = Intake.start();
        Intake other = Intake.start()) {
      var waiting = new ArrayList<CompletableFuture<Answer>>();
      for (Intake each : List.of(intake, fresh, other)) {
        waiting.add(each.as(customer).getLater(path(id), "Prefer", "wait=30"));
        Eventually.holds(() -> assertThat(each.waitingCalls()).isEqualTo(1));
        awaitState(each.as(customer), id, "PAYING");
      }
      captured(hold, id);
      for (CompletableFuture<Answer> each : waiting) {
        isPaid(each.get(5, TimeUnit.SECONDS).expect(200), hold, "A-1-1");
      }
    }
  }

  /** Seen to fail without the table: PAYING for ever. */
  @Test
  void readsTheDatabaseWhereMemoryAndRedisForgot() {
    UUID hold = aHold("A-1-1");
    UUID paid = aPayment(hold);
    captured(hold, paid);
    UUID unpaid = aHold("A-1-2");
    UUID declined = aPayment(unpaid);
    declined(unpaid, declined);
    UUID open = aPayment(unpaid);
    drain.redis().del(new ShardKeys(SHARD).outcomes());
    drain.forgetIndexed(session, paid);
    try (Intake fresh = Intake.start()) {
      Client client = fresh.as(customer);
      isPaid(client.get(path(paid)).expect(200), hold, "A-1-1");
      assertThat(client.get(path(declined)).expect(200).text("reason"))
          .isEqualTo("PAYMENT_DECLINED");
      assertThat(client.get(path(open)).expect(200).text("state")).isEqualTo("PAYING");
      fresh.as("bob").get(path(paid)).expectProblem(404, "unknown-request");
    } finally {
      drain.forgotten(0);
    }
  }

  @Test
  void keepsNoMoreThanItMay() throws InterruptedException {
    try (Intake small =
        Intake.start(
            "sluice.outcomes.memory-per-shard=1KB",
            "sluice.outcomes.settlements-per-shard=1B",
            "sluice.outcomes.decoded-memory=1B",
            "sluice.outcomes.remembered-memory=1B")) {
      Client client = small.as(customer);
      var paid = new ArrayList<UUID>();
      for (int i = 1; i <= 4; i++) {
        UUID hold = aHold("A-1-" + i);
        UUID id = aPayment(hold);
        awaitState(client, id, "PAYING");
        captured(hold, id);
        paid.add(id);
      }
      for (UUID id : paid) {
        awaitState(client, id, "GRANTED");
      }
    }
  }

  /** Seen to fail with a look at the table for each payment that is under way. */
  @Test
  void asksTheDatabaseOnlyForWhatItDoesNotRemember() throws InterruptedException {
    try (Intake seen = Intake.start(SeenStatements.setting())) {
      Client client = seen.as(customer);
      UUID hold = aHold("A-1-1");
      UUID id = aPayment(hold);
      awaitState(client, id, "PAYING");
      SeenStatements.take("");
      for (int i = 0; i < 10; i++) {
        assertThat(client.get(path(id)).text("state")).isEqualTo("PAYING");
      }
      captured(hold, id);
      awaitState(client, id, "GRANTED");
      assertThat(SeenStatements.take("STRAIGHT_JOIN payment")).isEmpty();
    }
  }

  @Test
  void tellsOfPaymentsInBulk() throws InterruptedException {
    List<UUID> holds = IntStream.rangeClosed(1, 5).mapToObj(i -> aHold("A-2-" + i)).toList();
    String body =
        holds.stream()
            .map(
                hold ->
                    "{\"session\":\"%s\",\"type\":\"PAY\",\"reservation\":\"%s\",\"amount\":12000,\"paymentKey\":\"key\",\"reference\":\"%s\"}"
                        .formatted(session, hold, hold))
            .collect(Collectors.joining("\n"));
    Answer accepted =
        ann.post(
                "/v1/reservations:bulk",
                "application/x-ndjson",
                body.getBytes(StandardCharsets.UTF_8))
            .expect(202);
    assertThat(accepted.json().path("accepted").asInt()).isEqualTo(5);
    String bulk = accepted.header("Location");
    drain.drain();
    Eventually.holds(() -> assertThat(count(ann, bulk, "PAYING")).isEqualTo(5));
    assertThat(ann.get(bulk).json().path("done").asBoolean(true)).isFalse();
    List<UUID> payments =
        ann.get(bulk + "/items?state=PAYING")
            .expect(200)
            .json()
            .path("items")
            .valueStream()
            .map(item -> UUID.fromString(item.path("id").asString()))
            .toList();
    for (int i = 0; i < 3; i++) {
      captured(holds.get(i), payments.get(i));
    }
    declined(holds.get(3), payments.get(3));
    Eventually.holds(() -> assertThat(count(ann, bulk, "REJECTED")).isEqualTo(1));
    assertThat(count(ann, bulk, "GRANTED")).isEqualTo(3);
    assertThat(count(ann, bulk, "PAYING")).isEqualTo(1);
    assertThat(states()).contains(payments.get(0) + " GRANTED", payments.get(3) + " REJECTED");
    assertThat(states()).contains(payments.get(4) + " PAYING");
    try (Intake fresh = Intake.start(SeenStatements.setting())) {
      Client client = fresh.as(customer);
      SeenStatements.take("");
      assertThat(count(client, bulk, "GRANTED")).isEqualTo(3);
      // One statement for all that it does not remember.
      assertThat(SeenStatements.take("STRAIGHT_JOIN payment")).hasSize(1);
      assertThat(count(client, bulk, "PAYING")).isEqualTo(1);
    }
    captured(holds.get(4), payments.get(4));
    Eventually.holds(() -> assertThat(ann.get(bulk).json().path("done").asBoolean(false)).isTrue());
  }

  private static long count(Client client, String bulk, String state) {
    return client.get(bulk).expect(200).json().path("counts").path(state).asLong(0);
  }

  private List<String> states() {
    return ann.get("/v1/me/requests")
        .expect(200)
        .json()
        .path("requests")
        .valueStream()
        .map(each -> each.path("id").asString() + " " + each.path("state").asString())
        .toList();
  }
}
