package dev.sluice.contract.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.request.RequestType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Codes and names are stored: what is fixed here is never changed, only added to. */
class CodesTests {

  /**
   * The order is the precedence: of several reasons a request is given the first. A new reason
   * stands where it takes precedence and has the next free code.
   */
  @Test
  void reasonsKeepCodeAndMarkInTheOrderOfPrecedence() {
    assertThat(Arrays.stream(Reason.values()).map(CodesTests::row))
        .containsExactly(
            "0 UNKNOWN final",
            "20 REQUEST_ID_REUSED final",
            "1 UNKNOWN_SESSION final",
            "2 SALES_NOT_OPEN retryable",
            "3 SALES_CLOSED final",
            "4 UNKNOWN_SEAT final",
            "5 UNKNOWN_GRADE final",
            "6 SEAT_NAMED_TWICE final",
            "7 CUSTOMER_LIMIT_EXCEEDED final",
            "8 SEAT_TAKEN retryable",
            "25 TOO_MANY_WAITS retryable",
            "26 WAITLIST_FULL retryable",
            "9 SOLD_OUT final",
            "21 HELD_FOR_NOW retryable",
            "10 FEWER_LEFT retryable",
            "22 NEVER_ADJACENT final",
            "11 NOT_ADJACENT retryable",
            "12 RESERVATION_NOT_FOUND final",
            "27 STILL_WAITING retryable",
            "28 ALREADY_LEFT final",
            "29 ALREADY_SERVED final",
            "13 HOLD_EXPIRED final",
            "23 PAYMENT_PENDING retryable",
            "14 ALREADY_PAID final",
            "15 ALREADY_CANCELLED final",
            "16 AMOUNT_MISMATCH final",
            "24 TOO_MANY_PAYMENTS final",
            "17 PAYMENT_DECLINED retryable",
            "18 COUPON_EXHAUSTED final",
            "19 COUPON_ALREADY_CLAIMED final");
  }

  @Test
  void readmeTellsEveryReasonInOrder() throws IOException {
    List<String> rows =
        Pattern.compile("(?m)^\\| (\\d+) \\| ([A-Z_]+) \\| (yes|no) \\|")
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(
                row ->
                    "%s %s %s"
                        .formatted(
                            row.group(1),
                            row.group(2),
                            row.group(3).equals("yes") ? "retryable" : "final"))
            .toList();

    assertThat(rows)
        .containsExactlyElementsOf(Arrays.stream(Reason.values()).map(CodesTests::row).toList());
  }

  @Test
  void statusesKeepCodeAndLife() {
    assertThat(
            Arrays.stream(ReservationStatus.values())
                .map(status -> status.code() + " " + status + " " + status.isLive()))
        .containsExactly(
            "0 UNKNOWN false",
            "1 HELD true",
            "2 CONFIRMED true",
            "3 CANCELLED false",
            "4 EXPIRED false",
            "5 PAYING true",
            "6 WAITING true",
            "7 LEFT false");
  }

  /** Seen to fail: with an arrow more in the table, and with one more in the drawing. */
  @Test
  void readmeDrawsTheTableOfStatuses() throws IOException {
    var drawn = new TreeSet<String>();
    Pattern.compile("(?m)^ +(\\[\\*\\]|[A-Z]+) --> ([A-Z]+):")
        .matcher(Files.readString(Path.of("README.md")))
        .results()
        .forEach(arrow -> drawn.add(arrow.group(1) + " " + arrow.group(2)));

    var table = new TreeSet<String>();
    for (ReservationStatus one : ReservationStatus.values()) {
      if (one.canBegin()) {
        table.add("[*] " + one);
      }
      for (ReservationStatus other : ReservationStatus.values()) {
        if (one.canBecome(other)) {
          table.add(one + " " + other);
        }
      }
    }
    assertThat(drawn).isEqualTo(table);
  }

  /** Else a seat would come back to one that had lost it. */
  @ParameterizedTest
  @EnumSource
  void nothingThatDiedLivesAgain(ReservationStatus status) {
    assertThat(ReservationStatus.values())
        .noneMatch(next -> !status.isLive() && status.canBecome(next))
        .noneMatch(next -> next == status && status.canBecome(next));
  }

  @Test
  void typesAndRungsKeepTheirNames() {
    assertThat(RequestType.values())
        .extracting(Enum::name)
        .containsExactly("RESERVE", "CANCEL", "LEAVE_WAITLIST", "PAY", "SETTLE", "EXPIRE");
    assertThat(Rung.values())
        .extracting(Enum::name)
        .containsExactly("WITHOUT_ORPHANS", "ADJACENT", "SAME_SECTION", "SPLIT");
  }

  @ParameterizedTest
  @EnumSource
  void reasonIsFoundByCodeAndName(Reason reason) {
    assertThat(Reason.ofCode(reason.code())).isEqualTo(reason);
    assertThat(Reason.ofName(reason.name())).isEqualTo(reason);
  }

  @ParameterizedTest
  @EnumSource
  void statusIsFoundByCode(ReservationStatus status) {
    assertThat(ReservationStatus.ofCode(status.code())).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 30, 99, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void unknownCodeReadsAsUnknown(int code) {
    assertThat(Reason.ofCode(code)).isEqualTo(Reason.UNKNOWN);
    assertThat(ReservationStatus.ofCode(code)).isEqualTo(ReservationStatus.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sold_out", "SOLD_OUT ", "QUEUE_FULL", "UNKNOWN"})
  void unknownNameReadsAsUnknown(String name) {
    assertThat(Reason.ofName(name)).isEqualTo(Reason.UNKNOWN);
  }

  private static String row(Reason reason) {
    return reason.code() + " " + reason + (reason.retryable() ? " retryable" : " final");
  }
}
