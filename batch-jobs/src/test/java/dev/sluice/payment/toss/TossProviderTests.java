package dev.sluice.payment.toss;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.sluice.payment.provider.Answer;
import dev.sluice.payment.provider.Confirmation;
import dev.sluice.payment.provider.Money;
import dev.sluice.payment.provider.PaymentKey;
import dev.sluice.payment.provider.RefundAnswer;
import dev.sluice.payment.provider.RefundOrder;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What each of Toss' answers means. Seen to fail, test by test, with: a code taken off its list, an
 * unlisted code as declined, PROVIDER_ERROR as declined, no look after ALREADY_PROCESSED_PAYMENT or
 * NOT_FOUND_PAYMENT_SESSION, a conflict, too many requests or an error of the server as final, no
 * timeout, an answer read without a bound, repeated fields, something behind the answer, the
 * address in what is told, dollars as cents, a status instead of the balance, and a balance or a
 * payment key that is not compared.
 */
class TossProviderTests {

  private static final String KEY = "tgen_20261127123456AbCd1";
  private static final String ORDER = "6f1c0a52-8d5e-4f3b-9c27-2f0f4a0f9b11";
  private static final String CONFIRM = "/v1/payments/confirm";
  private static final String PAYMENT = "/v1/payments/" + KEY;
  private static final String CANCEL = PAYMENT + "/cancel";

  private static final Confirmation ASKED = asked(new Money(30_000, "KRW"));
  private static final RefundOrder ORDER_OF_A_PART = refund(10_000, 30_000);

  @RegisterExtension
  static final WireMockExtension TOSS =
      WireMockExtension.newInstance()
          .options(WireMockConfiguration.wireMockConfig().dynamicPort())
          .failOnUnmatchedRequests(true)
          .build();

  private final TossProvider provider = provider(Duration.ofSeconds(10));

  @Test
  void sendsWhatIsAskedUnderItsKey() {
    answer(CONFIRM, payment("DONE", 30_000, 30_000));
    assertThat(provider.confirm(ASKED)).isInstanceOf(Answer.Captured.class);
    TOSS.verify(
        1,
        postRequestedFor(urlEqualTo(CONFIRM))
            .withHeader("Authorization", equalTo("Basic dGVzdF9za19vZl9ub2JvZHk6"))
            .withHeader("Idempotency-Key", equalTo("attempt-1"))
            .withHeader("Content-Type", equalTo("application/json"))
            .withRequestBody(
                equalToJson(
                    """
                    {"paymentKey": "%s", "orderId": "%s", "amount": 30000}
                    """
                        .formatted(KEY, ORDER))));
  }

  @Test
  void keepsTheDetails() {
    answer(
        CONFIRM,
        jsonResponse(
            """
            {"paymentKey": "%s", "orderId": "%s", "status": "DONE", "currency": "KRW", "totalAmount": 30000,
              "balanceAmount": 30000, "method": "카드", "lastTransactionKey": "B7103F20", "approvedAt":
              "2026-11-27T21:00:00+09:00", "receipt": {"url": "https://receipt.example/1"}, "card": {"number": "4330"},
              "new": [{"field": null}], "failure": null}
            """
                .formatted(KEY, ORDER),
            200));
    assertThat(provider.confirm(ASKED))
        .isInstanceOfSatisfying(
            Answer.Captured.class,
            captured -> {
              var details = captured.payment().details();
              assertThat(details.method()).isEqualTo("카드");
              assertThat(details.transaction()).isEqualTo("B7103F20");
              assertThat(details.approvedAt()).isEqualTo(Instant.parse("2026-11-27T12:00:00Z"));
              assertThat(details.receipt()).isEqualTo("https://receipt.example/1");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BELOW_MINIMUM_AMOUNT",
        "EXCEED_MAX_AMOUNT",
        "EXCEED_MAX_AUTH_COUNT",
        "EXCEED_MAX_CARD_INSTALLMENT_PLAN",
        "EXCEED_MAX_DAILY_PAYMENT_COUNT",
        "EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT",
        "EXCEED_MAX_ONE_DAY_AMOUNT",
        "EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT",
        "EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT",
        "EXCEED_MAX_PAYMENT_AMOUNT",
        "FDS_ERROR",
        "INVALID_ACCOUNT_INFO_RE_REGISTER",
        "INVALID_CARD_EXPIRATION",
        "INVALID_CARD_INSTALLMENT_PLAN",
        "INVALID_CARD_LOST_OR_STOLEN",
        "INVALID_CARD_NUMBER",
        "INVALID_PASSWORD",
        "INVALID_REJECT_CARD",
        "INVALID_STOPPED_CARD",
        "NOT_ALLOWED_POINT_USE",
        "NOT_AVAILABLE_BANK",
        "NOT_AVAILABLE_PAYMENT",
        "NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT",
        "NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN",
        "REJECT_ACCOUNT_PAYMENT",
        "REJECT_CARD_COMPANY",
        "REJECT_CARD_PAYMENT",
        "REJECT_TOSSPAY_INVALID_ACCOUNT",
        "RESTRICTED_TRANSFER_ACCOUNT"
      })
  void isDeclinedByACodeOfTheList(String code) {
    answer(CONFIRM, refusal(403, code));
    assertThat(provider.confirm(ASKED)).isEqualTo(new Answer.Declined(code, "because"));
  }

  /** A code that gets on a list is one that is tried here. */
  @Test
  void hasNoOtherCodesOnItsLists() {
    assertThat(TossCodes.DECLINED).hasSize(29);
    assertThat(TossCodes.GONE).hasSize(2);
    assertThat(TossCodes.TEMPORARY).hasSize(1);
    assertThat(TossCodes.REFUND_REFUSED).hasSize(12);
    assertThat(TossCodes.REFUND_OTHER_BALANCE).hasSize(4);
    assertThat(TossCodes.REFUND_TEMPORARY).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "400, A_CODE_OF_TOMORROW",
    "400, INVALID_REQUEST",
    "400, INVALID_IDEMPOTENCY_KEY",
    "401, UNAUTHORIZED_KEY",
    "409, IDEMPOTENT_REQUEST_PROCESSING",
    "429, TOO_MANY_REQUESTS",
    "500, FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING",
    "500, REJECT_CARD_PAYMENT",
    "409, REJECT_CARD_PAYMENT",
    "429, PROVIDER_ERROR",
    "302, REJECT_CARD_PAYMENT"
  })
  void isUnknownAfterWhatIsNotFinal(int status, String code) {
    answer(CONFIRM, refusal(status, code));
    assertThat(provider.confirm(ASKED))
        .isEqualTo(new Answer.Unknown("%s (%d)".formatted(code, status)));
  }

  @Test
  void isTemporaryIfTossSaysSo() {
    answer(CONFIRM, refusal(400, "PROVIDER_ERROR"));
    assertThat(provider.confirm(ASKED))
        .isEqualTo(new Answer.Temporary("PROVIDER_ERROR", "because"));
  }

  @Test
  void looksAtAPaymentThatWasConfirmedBefore() {
    answer(CONFIRM, refusal(400, "ALREADY_PROCESSED_PAYMENT"));
    seen(payment("DONE", 30_000, 30_000));
    assertThat(provider.confirm(ASKED)).isInstanceOf(Answer.Captured.class);
    TOSS.verify(1, getRequestedFor(urlEqualTo(PAYMENT)));
  }

  @Test
  void takesNoOtherOrdersPayment() {
    answer(CONFIRM, refusal(400, "ALREADY_PROCESSED_PAYMENT"));
    seen(payment(KEY, "another-order", "DONE", "30000", "30000", "KRW"));
    assertThat(provider.confirm(ASKED))
        .isInstanceOfSatisfying(
            Answer.Unfit.class, unfit -> assertThat(unfit.isOf(ASKED)).isFalse());
  }

  static Stream<ResponseDefinitionBuilder> captured() {
    return Stream.of(
        payment(KEY, ORDER, "DONE", "29999", "29999", "KRW"),
        payment(KEY, ORDER, "DONE", "30001", "30001", "KRW"),
        payment(KEY, ORDER, "DONE", "30000", "30000", "JPY"),
        payment(KEY, ORDER, "PARTIAL_CANCELED", "30001", "1", "KRW"));
  }

  @ParameterizedTest
  @MethodSource("captured")
  void takesNoOtherAmount(ResponseDefinitionBuilder told) {
    answer(CONFIRM, told);
    assertThat(provider.confirm(ASKED))
        .isInstanceOfSatisfying(
            Answer.Unfit.class, unfit -> assertThat(unfit.isOf(ASKED)).isTrue());
  }

  /** Toss replays another payment's answer if a key is used again. */
  @Test
  void takesNoAnswerAboutAnotherPayment() {
    answer(CONFIRM, payment("another", ORDER, "DONE", "30000", "30000", "KRW"));
    assertThat(provider.confirm(ASKED)).isInstanceOf(Answer.Unknown.class);
    answer(CONFIRM, payment("another", ORDER, "ABORTED", "30000", "30000", "KRW"));
    assertThat(provider.confirm(ASKED)).isInstanceOf(Answer.Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NOT_FOUND_PAYMENT_SESSION", "NOT_FOUND_PAYMENT"})
  void isDeclinedIfThereIsNothingToConfirmAndNothingWasCaptured(String code) {
    answer(CONFIRM, refusal(404, code));
    var declined = new Answer.Declined(code, "because");
    seen(refusal(404, "NOT_FOUND_PAYMENT"));
    assertThat(provider.confirm(ASKED)).isEqualTo(declined);
    seen(payment("EXPIRED", 30_000, 30_000));
    assertThat(provider.confirm(ASKED)).isEqualTo(declined);
    seen(payment("IN_PROGRESS", 30_000, 30_000));
    assertThat(provider.confirm(ASKED)).isEqualTo(declined);
    seen(payment("DONE", 30_000, 30_000));
    assertThat(provider.confirm(ASKED)).isInstanceOf(Answer.Captured.class);
    seen(refusal(500, "FAILED_INTERNAL_SYSTEM_PROCESSING"));
    assertThat(provider.confirm(ASKED)).isInstanceOf(Answer.Unknown.class);
    seen(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    assertThat(provider.confirm(ASKED)).isInstanceOf(Answer.Unknown.class);
  }

  @ParameterizedTest
  @CsvSource({
    "DONE, 30000, Captured",
    "PARTIAL_CANCELED, 1, Captured",
    "PARTIAL_CANCELED, 0, Declined",
    "CANCELED, 0, Declined",
    "ABORTED, 30000, Declined",
    "EXPIRED, 30000, Declined",
    "READY, 30000, Unknown",
    "IN_PROGRESS, 30000, Unknown",
    "WAITING_FOR_DEPOSIT, 30000, Unknown",
    "A_STATUS_OF_TOMORROW, 30000, Unknown"
  })
  void isDecidedByStatusAndBalanceWhenQueried(String status, long balance, String answer) {
    seen(payment(status, 30_000, balance));
    assertThat(provider.query(ASKED).getClass().getSimpleName()).isEqualTo(answer);
  }

  @Test
  void isUnknownIfTossDoesNotKnowThePaymentQueried() {
    seen(refusal(404, "NOT_FOUND_PAYMENT"));
    assertThat(provider.query(ASKED)).isInstanceOf(Answer.Unknown.class);
  }

  static Stream<ResponseDefinitionBuilder> answersThatCannotBeRead() {
    String whole =
        """
        {"paymentKey": "%s", "orderId": "%s", "status": "DONE", "currency": "KRW", "totalAmount": %s, "balanceAmount": %s}
        """;
    return Stream.of(
        aResponse().withStatus(200).withBody(""),
        aResponse().withStatus(200).withBody("{\"paymentKey\": \"" + KEY),
        aResponse().withStatus(200).withBody("<html>"),
        aResponse().withStatus(200).withBody("[]"),
        aResponse().withStatus(200).withBody("{}"),
        aResponse().withStatus(200).withBody("[".repeat(10_000)),
        aResponse().withStatus(200).withBody(whole.formatted(KEY, ORDER, "0.5", "0.5")),
        aResponse().withStatus(200).withBody(whole.formatted(KEY, ORDER, "\"30000\"", "30000")),
        aResponse().withStatus(200).withBody(whole.formatted(KEY, ORDER, "30000", "30001")),
        aResponse().withStatus(200).withBody(whole.formatted(KEY, ORDER, "-1", "-1")),
        aResponse().withStatus(200).withBody(whole.formatted(KEY, ORDER, "1e99999999", "1")),
        aResponse().withStatus(200).withBody(whole.formatted("a b", ORDER, "30000", "30000")),
        aResponse()
            .withStatus(200)
            .withBody(whole.formatted(KEY, ORDER, "30000", "30000") + "{\"status\": \"ABORTED\"}"),
        aResponse()
            .withStatus(200)
            .withBody(
                whole.formatted(KEY, ORDER, "30000", "30000").replace("}", ", \"status\": \"x\"}")),
        aResponse()
            .withStatus(200)
            .withBody(
                whole
                    .formatted(KEY, ORDER, "30000", "30000")
                    .replace("}", ", \"long\": \"" + "x".repeat(70_000) + "\"}")),
        aResponse().withStatus(204),
        aResponse().withStatus(302).withHeader("Location", PAYMENT),
        aResponse().withStatus(403).withBody(""),
        aResponse().withStatus(403).withBody("{\"message\": \"no code\"}"),
        aResponse().withStatus(502).withBody("<html>Bad Gateway</html>"),
        aResponse().withStatus(503),
        aResponse().withFault(Fault.EMPTY_RESPONSE),
        aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
        aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK),
        aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE),
        aResponse()
            .withStatus(200)
            .withHeader("Content-Length", "1000")
            .withBody("{\"paymentKey\": \"" + KEY + "\"")
            .withFixedDelay(0));
  }

  @ParameterizedTest
  @MethodSource("answersThatCannotBeRead")
  void isUnknownIfTheAnswerCannotBeRead(ResponseDefinitionBuilder told) {
    var quick = provider(Duration.ofSeconds(2));
    answer(CONFIRM, told);
    answer(CANCEL, told);
    seen(told);
    Stream.of(
            quick.confirm(ASKED),
            quick.query(ASKED),
            quick.refund(ORDER_OF_A_PART),
            quick.query(ORDER_OF_A_PART))
        .forEach(TossProviderTests::requireUnknownWithoutSecrets);
  }

  @Test
  void waitsForTheTimeoutAndNoLonger() {
    var quick = provider(Duration.ofMillis(300));
    answer(CONFIRM, payment("DONE", 30_000, 30_000).withFixedDelay(20_000));
    assertUnknownWithin(quick);
  }

  /** The time is the whole answer's: byte by byte, each in time, it would take twenty seconds. */
  @Test
  void waitsForTheLastByteAndNoLonger() {
    var quick = provider(Duration.ofMillis(300));
    answer(CONFIRM, payment("DONE", 30_000, 30_000).withChunkedDribbleDelay(100, 20_000));
    assertUnknownWithin(quick);
  }

  @Test
  void isUnknownIfNobodyIsThere() {
    var nowhere =
        new TossProvider(
            new TossSettings(
                URI.create("http://127.0.0.1:1"),
                "test_sk_of_nobody",
                Duration.ofSeconds(1),
                Duration.ofSeconds(1)));
    requireUnknownWithoutSecrets(nowhere.confirm(ASKED));
  }

  @Test
  void getsTheLostAnswerUnderTheSameKey() {
    TOSS.stubFor(
        post(CONFIRM)
            .inScenario("lost")
            .whenScenarioStateIs(Scenario.STARTED)
            .willSetStateTo("captured")
            .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
    TOSS.stubFor(
        post(CONFIRM)
            .inScenario("lost")
            .whenScenarioStateIs("captured")
            .withHeader("Idempotency-Key", equalTo("attempt-1"))
            .willReturn(payment("DONE", 30_000, 30_000)));
    assertThat(provider.confirm(ASKED)).isInstanceOf(Answer.Unknown.class);
    assertThat(provider.confirm(ASKED)).isInstanceOf(Answer.Captured.class);
  }

  /** Won and yen have no smaller unit, dollars have; what Toss does not take is not sent. */
  @ParameterizedTest
  @CsvSource({"30000, KRW, 30000", "30000, JPY, 30000", "30050, USD, 300.5"})
  void sendsAmountsInMainUnits(long amount, String currency, String sent) {
    answer(CONFIRM, payment(KEY, ORDER, "DONE", sent, sent, currency));
    var asked = asked(new Money(amount, currency));
    assertThat(provider.accepts(currency)).isTrue();
    assertThat(provider.confirm(asked)).isInstanceOf(Answer.Captured.class);
    TOSS.verify(
        postRequestedFor(urlEqualTo(CONFIRM))
            .withRequestBody(
                equalToJson(
                    "{\"paymentKey\": \"%s\", \"orderId\": \"%s\", \"amount\": %s}"
                        .formatted(KEY, ORDER, sent))));
  }

  @Test
  void sendsNothingInAnotherCurrency() {
    var euros = new Money(30_000, "EUR");
    assertThat(provider.accepts("EUR")).isFalse();
    assertThat(provider.confirm(asked(euros))).isInstanceOf(Answer.Declined.class);
    assertThat(
            provider.refund(
                new RefundOrder("refund-1", new PaymentKey(KEY), euros, euros, "given back")))
        .isInstanceOf(RefundAnswer.Refused.class);
    TOSS.verify(0, postRequestedFor(urlEqualTo(CONFIRM)));
  }

  @Test
  void sendsARefundWithTheBalanceExpected() {
    answer(CANCEL, payment("PARTIAL_CANCELED", 30_000, 20_000));
    assertThat(provider.refund(ORDER_OF_A_PART))
        .isEqualTo(new RefundAnswer.Refunded(new Money(20_000, "KRW")));
    TOSS.verify(
        1,
        postRequestedFor(urlEqualTo(CANCEL))
            .withHeader("Idempotency-Key", equalTo("refund-1"))
            .withRequestBody(
                equalToJson(
                    """
                    {"cancelReason": "seats given back", "cancelAmount": 10000, "refundableAmount": 30000}
                    """)));
  }

  @Test
  void sendsARefundOfDollarsWithItsCurrency() {
    answer(CANCEL, payment(KEY, ORDER, "CANCELED", "300.50", "0", "USD"));
    var all = new Money(30_050, "USD");
    assertThat(
            provider.refund(
                new RefundOrder("refund-1", new PaymentKey(KEY), all, all, "seats given back")))
        .isEqualTo(new RefundAnswer.Refunded(new Money(0, "USD")));
    TOSS.verify(
        postRequestedFor(urlEqualTo(CANCEL))
            .withRequestBody(
                equalToJson(
                    """
                    {"cancelReason": "seats given back", "cancelAmount": 300.5, "refundableAmount": 300.5,
                      "currency": "USD"}
                    """)));
  }

  @Test
  void givesAllBack() {
    answer(CANCEL, payment("CANCELED", 30_000, 0));
    assertThat(provider.refund(refund(30_000, 30_000)))
        .isEqualTo(new RefundAnswer.Refunded(new Money(0, "KRW")));
  }

  @ParameterizedTest
  @CsvSource({"30000", "20001", "19999", "0"})
  void isNotRefundedWithAnotherBalance(long balance) {
    answer(CANCEL, payment("PARTIAL_CANCELED", 30_000, balance));
    assertThat(provider.refund(ORDER_OF_A_PART)).isInstanceOf(RefundAnswer.Unknown.class);
  }

  @Test
  void isNotRefundedByAnotherPaymentsAnswer() {
    answer(CANCEL, payment("another", ORDER, "PARTIAL_CANCELED", "30000", "20000", "KRW"));
    assertThat(provider.refund(ORDER_OF_A_PART)).isInstanceOf(RefundAnswer.Unknown.class);
    seen(payment("another", ORDER, "PARTIAL_CANCELED", "30000", "20000", "KRW"));
    assertThat(provider.query(ORDER_OF_A_PART)).isInstanceOf(RefundAnswer.Unknown.class);
  }

  /** The answer to the last refund was lost, and nothing is left: it is done. */
  @ParameterizedTest
  @CsvSource({
    "403, NOT_CANCELABLE_AMOUNT",
    "400, NOT_MATCHES_REFUNDABLE_AMOUNT",
    "400, ALREADY_CANCELED_PAYMENT",
    "403, ALREADY_REFUND_PAYMENT"
  })
  void isRefundedIfTheBalanceIsWhatItWouldLeave(int status, String code) {
    answer(CANCEL, refusal(status, code));
    seen(payment("PARTIAL_CANCELED", 30_000, 0));
    assertThat(provider.refund(refund(10_000, 10_000)))
        .isEqualTo(new RefundAnswer.Refunded(new Money(0, "KRW")));
    seen(payment("PARTIAL_CANCELED", 30_000, 5_000));
    assertThat(provider.refund(refund(10_000, 10_000)))
        .isInstanceOfSatisfying(
            RefundAnswer.Refused.class, refused -> assertThat(refused.code()).isEqualTo(code));
    seen(aResponse().withStatus(503));
    assertThat(provider.refund(refund(10_000, 10_000))).isInstanceOf(RefundAnswer.Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT",
        "EXCEED_MAX_REFUND_DUE",
        "FORBIDDEN_BANK_REFUND_REQUEST",
        "INVALID_BANK",
        "INVALID_REFUND_ACCOUNT_INFO",
        "INVALID_REFUND_ACCOUNT_NUMBER",
        "NOT_ALLOWED_PARTIAL_REFUND",
        "NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT",
        "NOT_CANCELABLE_PAYMENT",
        "NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER",
        "NOT_FOUND_PAYMENT",
        "REFUND_REJECTED"
      })
  void isRefusedByACodeOfTheList(String code) {
    answer(CANCEL, refusal(403, code));
    assertThat(provider.refund(ORDER_OF_A_PART))
        .isEqualTo(new RefundAnswer.Refused(code, "because"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PROVIDER_ERROR", "FORBIDDEN_CONSECUTIVE_REQUEST", "NOT_AVAILABLE_BANK"})
  void isRefundedLaterIfTossSaysSo(String code) {
    answer(CANCEL, refusal(403, code));
    assertThat(provider.refund(ORDER_OF_A_PART))
        .isEqualTo(new RefundAnswer.Temporary(code, "because"));
  }

  @ParameterizedTest
  @CsvSource({
    "400, A_CODE_OF_TOMORROW",
    "400, INVALID_REQUEST",
    "401, UNAUTHORIZED_KEY",
    "409, IDEMPOTENT_REQUEST_PROCESSING",
    "500, FAILED_REFUND_PROCESS",
    "500, REFUND_REJECTED",
    "500, NOT_CANCELABLE_AMOUNT"
  })
  void isUnknownAfterARefundThatIsNotFinal(int status, String code) {
    answer(CANCEL, refusal(status, code));
    assertThat(provider.refund(ORDER_OF_A_PART)).isInstanceOf(RefundAnswer.Unknown.class);
  }

  @ParameterizedTest
  @CsvSource({"20000, Refunded", "30000, Temporary", "25000, Unknown", "0, Unknown"})
  void isDecidedByTheBalanceWhenARefundIsQueried(long balance, String answer) {
    seen(payment("PARTIAL_CANCELED", 30_000, balance));
    assertThat(provider.query(ORDER_OF_A_PART).getClass().getSimpleName()).isEqualTo(answer);
  }

  private static TossProvider provider(Duration readTimeout) {
    return new TossProvider(
        new TossSettings(
            URI.create(TOSS.baseUrl()), "test_sk_of_nobody", Duration.ofSeconds(2), readTimeout));
  }

  private static void assertUnknownWithin(TossProvider quick) {
    long begun = System.nanoTime();
    requireUnknownWithoutSecrets(quick.confirm(ASKED));
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
  }

  private static void requireUnknownWithoutSecrets(Object answer) {
    assertThat(answer.getClass().getSimpleName()).isEqualTo("Unknown");
    assertThat(answer.toString()).doesNotContain(KEY).doesNotContain("nobody");
  }

  private static void answer(String path, ResponseDefinitionBuilder response) {
    TOSS.stubFor(post(path).willReturn(response));
  }

  private static void seen(ResponseDefinitionBuilder response) {
    TOSS.stubFor(get(PAYMENT).willReturn(response));
  }

  private static ResponseDefinitionBuilder refusal(int status, String code) {
    return jsonResponse("{\"code\": \"%s\", \"message\": \"because\"}".formatted(code), status);
  }

  private static ResponseDefinitionBuilder payment(String status, long total, long balance) {
    return payment(KEY, ORDER, status, Long.toString(total), Long.toString(balance), "KRW");
  }

  private static ResponseDefinitionBuilder payment(
      String key, String order, String status, String total, String balance, String currency) {
    return jsonResponse(
        """
        {"paymentKey": "%s", "orderId": "%s", "status": "%s", "currency": "%s", "totalAmount": %s, "balanceAmount": %s}
        """
            .formatted(key, order, status, currency, total, balance),
        200);
  }

  private static Confirmation asked(Money amount) {
    return new Confirmation("attempt-1", new PaymentKey(KEY), ORDER, amount);
  }

  private static RefundOrder refund(long amount, long balance) {
    return new RefundOrder(
        "refund-1",
        new PaymentKey(KEY),
        new Money(amount, "KRW"),
        new Money(balance, "KRW"),
        "seats given back");
  }
}
