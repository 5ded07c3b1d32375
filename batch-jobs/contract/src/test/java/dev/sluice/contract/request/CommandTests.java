package dev.sluice.contract.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.contract.Examples;
import dev.sluice.contract.Limits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits of a request at both ends: 0, 1, the most, one more. */
class CommandTests {

  @ParameterizedTest
  @CsvSource({"0,false", "1,true", "8,true", "9,false", "500,false"})
  void namesOneToEightSeats(int seats, boolean allowed) {
    check(seats, allowed, "seats", n -> new Command.ReserveNamed(labels(n), null));
  }

  @ParameterizedTest
  @CsvSource({"0,false", "1,true", "8,true", "9,false"})
  void namesOneToEightGrades(int grades, boolean allowed) {
    check(grades, allowed, "grades", n -> new Command.ReserveBest(labels(n), 1, 1, false, null));
  }

  @ParameterizedTest
  @CsvSource({"0,true", "1,true", "8,true", "9,false"})
  void givesBackNoneToEightSeats(int seats, boolean allowed) {
    check(seats, allowed, "seats", n -> new Command.Cancel(Examples.id(1), labels(n)));
  }

  @ParameterizedTest
  @CsvSource({
    "-2147483648,false",
    "-1,false",
    "0,false",
    "1,true",
    "8,true",
    "9,false",
    "2147483647,false"
  })
  void asksForOneToEightSeats(int quantity, boolean allowed) {
    check(
        quantity,
        allowed,
        "quantity",
        n -> new Command.ReserveBest(List.of("GOLD"), n, 1, false, null));
  }

  @ParameterizedTest
  @CsvSource({"-1,false", "0,false", "1,true", "4,true", "5,false", "8,false"})
  void asksForAMinimumOfOneToTheQuantity(int minimum, boolean allowed) {
    check(
        minimum,
        allowed,
        "minimum",
        n -> new Command.ReserveBest(List.of("GOLD"), 4, n, false, null));
  }

  @ParameterizedTest
  @CsvSource({"0,true", "1,true", "200,true", "201,false"})
  void refersInTwoHundredCharacters(int length, boolean allowed) {
    check(length, allowed, "reference", n -> new Command.ReserveNamed(labels(1), "é".repeat(n)));
    check(
        length,
        allowed,
        "reference",
        n -> new Command.ReserveBest(labels(1), 1, 1, false, "x".repeat(n)));
  }

  @ParameterizedTest
  @CsvSource({"0,false", "1,true", "32,true", "33,false"})
  void labelsInOneToThirtyTwoCharacters(int length, boolean allowed) {
    check(length, allowed, "seats[0]", n -> new Command.ReserveNamed(List.of("A".repeat(n)), null));
    check(
        length,
        allowed,
        "grades[0]",
        n -> new Command.ReserveBest(List.of("A".repeat(n)), 1, 1, false, null));
    check(
        length,
        allowed,
        "seats[0]",
        n -> new Command.Cancel(Examples.id(1), List.of("A".repeat(n))));
  }

  @ParameterizedTest
  @CsvSource({"0,false", "1,true", "64,true", "65,false"})
  void namesACustomerInOneToSixtyFourCharacters(int length, boolean allowed) {
    Command command = Examples.named("A-1-1");
    check(
        length,
        allowed,
        "customer",
        n -> Request.of(Examples.id(1), Examples.SESSION, "~".repeat(n), command).command());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud83d", "x\ud83dy", "\udc00", "\udc00\ud83d", "ok\ud83d", "a\0b"})
  void refusesReferencesThatSqlCannotRead(String reference) {
    assertThat(problems(() -> new Command.ReserveNamed(labels(1), reference)))
        .extracting(FieldProblem::field)
        .containsExactly("reference");
  }

  @Test
  void takesAnyOtherReference() {
    assertThatCode(() -> new Command.ReserveNamed(labels(1), Examples.UNICODE))
        .doesNotThrowAnyException();
    assertThatCode(() -> new Command.ReserveNamed(labels(1), "😀".repeat(100)))
        .doesNotThrowAnyException();
  }

  /** The published patterns and the loops that do their work must agree. */
  @Test
  void labelsAndCustomersAreWhatThePatternsSay() {
    var random = new Random(20261121);
    var texts = new ArrayList<String>();
    for (int i = 0; i < 50_000; i++) {
      texts.add(aText(random));
    }
    for (char c = 0; c < Character.MAX_VALUE; c++) {
      texts.add(String.valueOf(c));
    }

    assertThat(texts.stream().filter(FieldProblems::isLabel).count()).isBetween(5_000L, 50_000L);
    assertThat(texts)
        .filteredOn(text -> FieldProblems.isLabel(text) != Command.LABEL.matcher(text).matches())
        .isEmpty();
    assertThat(texts)
        .filteredOn(
            text -> FieldProblems.isCustomer(text) != Request.CUSTOMER.matcher(text).matches())
        .isEmpty();
  }

  @Test
  void tellsAllThatIsWrongAtOnce() {
    assertThat(
            problems(
                () ->
                    new Command.ReserveBest(
                        List.of("GOLD", "", "-x", "SILVER", "ä"), 9, 0, false, "\ud83d")))
        .extracting(FieldProblem::field)
        .containsExactly("grades[1]", "grades[2]", "grades[4]", "quantity", "minimum", "reference");
  }

  /** A quantity that is wrong says nothing about the minimum. */
  @Test
  void measuresTheMinimumOnlyByAValidQuantity() {
    assertThat(problems(() -> new Command.ReserveBest(List.of("GOLD"), 0, 1, false, null)))
        .extracting(FieldProblem::field)
        .containsExactly("quantity");
  }

  @Test
  void keepsItsListsToItself() {
    var seats = new ArrayList<>(List.of("A-1-1"));
    var command = new Command.ReserveNamed(seats, null);
    seats.set(0, "not a label");

    assertThat(command.seats()).containsExactly("A-1-1");
  }

  @Test
  void problemsQuoteNothingThatCannotTravel() {
    var problem = new FieldProblem("a\ud83d\n\u0085\u2028b😀", "x".repeat(1_000));

    assertThat(problem.field()).isEqualTo("a????b??");
    assertThat(problem.detail()).hasSize(200);
  }

  @Test
  void notesNoMoreProblemsThanAreRead() {
    var problems = new FieldProblems();
    for (int i = 0; i < 100_000; i++) {
      problems.add("field" + i, "is wrong");
    }

    assertThat(problems(problems::throwIfAny)).hasSize(Limits.FIELD_PROBLEMS_MAX);
  }

  private static void check(
      int value, boolean allowed, String field, IntFunction<Command> command) {
    if (allowed) {
      assertThatCode(() -> command.apply(value)).doesNotThrowAnyException();
    } else {
      assertThatExceptionOfType(InvalidRequestException.class)
          .isThrownBy(() -> command.apply(value))
          .satisfies(
              e ->
                  assertThat(e.problems())
                      .singleElement()
                      .extracting(FieldProblem::field)
                      .isEqualTo(field));
    }
  }

  private static List<FieldProblem> problems(Runnable construction) {
    @Nullable InvalidRequestException thrown =
        catchThrowableOfType(InvalidRequestException.class, construction::run);
    assertThat(thrown).isNotNull();
    return thrown == null ? List.of() : thrown.problems();
  }

  private static List<String> labels(int count) {
    return Collections.nCopies(count, "A-1-1");
  }

  private static String aText(Random random) {
    String characters = "AZaz09-_.!\"#\\[]~ \u007f\u0660é\n";
    var text = new StringBuilder();
    int length = random.nextInt(70);
    // Mostly letters, else no long text would ever be allowed.
    int strange = random.nextInt(3);
    for (int i = 0; i < length; i++) {
      int bound = random.nextInt(100) < strange ? characters.length() : 6;
      text.append(characters.charAt(random.nextInt(bound)));
    }
    return text.toString();
  }
}
