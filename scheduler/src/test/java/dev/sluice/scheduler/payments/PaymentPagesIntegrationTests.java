package dev.sluice.scheduler.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import dev.sluice.contract.Uuids;
import dev.sluice.contract.outcome.ReservationStatus;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.contract.stream.StreamEntry;
import dev.sluice.scheduler.RunningScheduler;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/** A whole scheduler, whose provider takes its time, and an operator who does not wait. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PaymentPagesIntegrationTests {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PAYMENTS = "/dashboard/payments";

  private final UUID session = UUID.randomUUID();
  private RunningScheduler scheduler;
  private JdbcTemplate jdbc;

  @BeforeAll
  void start() throws SQLException {
    scheduler =
        new RunningScheduler(
            List.of(
                "--sluice.payment.calls.problem-after=1s",
                "--sluice.payment.sandbox.slowness=12s",
                "--sluice.drain.linger=1s"));
    jdbc = scheduler.bean(JdbcTemplate.class);
    try (Connection connection = scheduler.bean(DataSource.class).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET @session = '%s', @shard = 0, @rows = 2".formatted(session));
      ScriptUtils.executeSqlScript(
          connection, new ClassPathResource("sql/demo/generate-session.sql"));
    }
  }

  @AfterAll
  void stop() {
    scheduler.close();
  }

  /** By the jobs alone, as they run everywhere. */
  @Test
  void whatIsPaidIsConfirmedAndWhatIsGivenBackIsRefunded() throws Exception {
    Request hold = hold("A-1-1");
    pay(hold, "plain");
    await().atMost(PATIENCE).until(() -> ReservationStatus.CONFIRMED == status(hold));
    assertThat(net(hold)).isPositive();

    append(new Command.Cancel(hold.id(), List.of()));

    await().atMost(PATIENCE).until(() -> net(hold) == 0);
    assertThat(scheduler.get("/dashboard/jobs").body())
        .contains("settle-payments", "refund-payments");
  }

  /** Seen to fail where a late capture is not asked about: the customer's money was gone. */
  @Test
  void anOperatorDeclinesAndLateMoneyGoesBack() throws Exception {
    Request hold = hold("A-1-2");
    Request pay = pay(hold, "slow_");
    await().atMost(PATIENCE).until(() -> listed(pay) != null);
    assertThat(page(PAYMENTS)).contains("Payments whose end nobody knows", hold.id().toString());
    assertThat(scheduler.get("/dashboard").body()).contains("problem.payments");
    assertThat(JsonPath.<String>read(health(), "$.components.payments.status")).isEqualTo("DOWN");

    String decline = "%s/%s/%s/%s/decline".formatted(PAYMENTS, session, hold.id(), pay.id());
    HttpResponse<String> silent = scheduler.post(decline, "{\"why\": \" \"}");
    assertThat(silent.statusCode()).isEqualTo(422);
    assertThat(silent.body()).contains("reason-missing");
    assertThat(status(hold)).isEqualTo(ReservationStatus.PAYING);

    assertThat(scheduler.post(decline, "{\"why\": \"the bank is closed\"}").statusCode())
        .isEqualTo(200);
    await().atMost(PATIENCE).until(() -> ReservationStatus.HELD == status(hold));
    assertThat(listed(pay)).isNull();
    assertThat(scheduler.post(decline, "{\"why\": \"again\"}").statusCode()).isEqualTo(404);
    String audit = scheduler.get("/dashboard/audit?target=payment%20" + pay.id()).body();
    assertThat(JsonPath.<List<String>>read(audit, "$.actions[*].action"))
        .containsExactly("OVERRIDE", "OVERRIDE");
    assertThat(JsonPath.<List<String>>read(audit, "$.actions[*].outcome"))
        .containsExactly("DONE", "REFUSED");

    await().atMost(PATIENCE).until(() -> refunds(hold) == 1);
    await().atMost(PATIENCE).until(() -> net(hold) == 0);
    assertThat(status(hold)).isEqualTo(ReservationStatus.HELD);
    await()
        .atMost(PATIENCE)
        .until(() -> JsonPath.<String>read(health(), "$.components.payments.status").equals("UP"));
    assertThat(page(PAYMENTS)).contains("No payment waits");
  }

  @Test
  void whatIsNotThereIsNotFound() throws Exception {
    String nobody = UUID.randomUUID() + "/" + UUID.randomUUID() + "/" + UUID.randomUUID();
    assertThat(scheduler.post(PAYMENTS + "/" + nobody + "/ask", "{}").statusCode()).isEqualTo(404);
    for (String act : List.of("ask", "given-back")) {
      assertThat(
              scheduler
                  .post(PAYMENTS + "/refunds/0/999999/" + act, "{\"why\": \"x\"}")
                  .statusCode())
          .isEqualTo(404);
    }
    assertThat(scheduler.post(PAYMENTS + "/x/y/z/ask", "{}").statusCode()).isBetween(400, 404);
  }

  private Request hold(String seat) {
    Request hold = append(new Command.ReserveNamed(List.of(seat), null));
    await().atMost(PATIENCE).until(() -> ReservationStatus.HELD == status(hold));
    return hold;
  }

  private Request pay(Request hold, String kind) {
    long amount =
        number(
            "SELECT amount FROM reservation WHERE session_id = ? AND id = ?",
            Uuids.toBytes(session),
            Uuids.toBytes(hold.id()));
    return append(new Command.Pay(hold.id(), amount, kind + UUID.randomUUID()));
  }

  private Request append(Command command) {
    Request request = Request.of(UUID.randomUUID(), session, "anna", command);
    Map<String, String> fields = new HashMap<>();
    StreamEntry.of(EntryId.ZERO, request)
        .fields()
        .forEach((name, value) -> fields.put(name, new String(value, StandardCharsets.UTF_8)));
    Objects.requireNonNull(
        scheduler
            .bean(StringRedisTemplate.class)
            .opsForStream()
            .add(new ShardKeys(0).requests(), fields));
    return request;
  }

  private @Nullable ReservationStatus status(Request hold) {
    long code =
        number(
            "SELECT COALESCE(MAX(status), 0) FROM reservation WHERE session_id = ? AND id = ?",
            Uuids.toBytes(session),
            Uuids.toBytes(hold.id()));
    return code == 0 ? null : ReservationStatus.ofCode((int) code);
  }

  private long net(Request hold) {
    return number(
        "SELECT COALESCE(SUM(captured - refunded), 0) FROM sandbox_call WHERE order_id = ?",
        hold.id().toString());
  }

  private long refunds(Request hold) {
    return number(
        "SELECT COUNT(*) FROM refund WHERE session_id = ? AND reservation_id = ?",
        Uuids.toBytes(session),
        Uuids.toBytes(hold.id()));
  }

  private long number(String sql, Object... arguments) {
    return Objects.requireNonNull(jdbc.queryForObject(sql, Long.class, arguments));
  }

  private @Nullable Object listed(Request pay) throws Exception {
    List<Object> found =
        JsonPath.read(
            scheduler.get(PAYMENTS).body(), "$.payments[?(@.payment == '" + pay.id() + "')]");
    return found.isEmpty() ? null : found.getFirst();
  }

  private String health() throws Exception {
    return scheduler.get("/actuator/health").body();
  }

  private String page(String path) throws Exception {
    HttpResponse<String> page = scheduler.get(path, "Accept", "text/html");
    assertThat(page.body()).startsWith("<!doctype html>");
    return page.body();
  }
}
