package dev.sluice.allocation.seating;

import static dev.sluice.allocation.RequestBuilder.aRequest;
import static dev.sluice.allocation.SessionBuilder.aSession;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.allocation.SessionBuilder;
import dev.sluice.allocation.TestShard;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.outcome.Rung;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How the best available seats are found, drawn as rows: {@code o} are the seats that are given.
 */
class LadderTests {

  @ParameterizedTest
  @CsvSource(
      delimiterString = "->",
      value = {
        "1 of A:.......... -> A:....o.....",
        "2 of A:.......... -> A:....oo....",
        "3 of A:.......... -> A:...ooo....",
        "1 of A:......... -> A:....o....",
        "2 of A:......... -> A:...oo....",
        "8 of A:.......... -> A:.oooooooo.",
        "8 of A:........ -> A:oooooooo",
        "2 of A:..XX.X.... -> A:..XX.Xoo..",
        "3 of A:..XX.X.... -> A:..XX.Xooo.",
        "1 of A:..XX.X.... -> A:..XXoX....",
        "2 of A:X..XXXX..X -> A:XooXXXX..X",
        "2 of A:....XX.... -> A:..ooXX....",
        "2 of A:X.X.X A:..... -> A:X.X.X A:.oo..",
        "4 of A:... A:.... A:..... -> A:... A:oooo A:.....",
        "3 of A:.. B:..X... C:... -> A:.. B:..Xooo C:...",
        "2 of A:.|.|..|. -> A:.|.|oo|.",
        "3 of A:..|... -> A:..|ooo",
        "3 of A:..|.. B:..|... -> A:..|.. B:..|ooo",
      })
  void findsNeighboursNearestTheMiddleOfTheFirstRowThatHasThem(String wish, String expected) {
    assertThat(best(wish, Rung.ADJACENT)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "->",
      value = {
        "2 of A:.......... -> A:....oo....",
        "2 of A:X....X.... -> A:X..ooX....",
        "2 of A:..... -> A:oo...",
        "3 of A:.... A:..... -> A:.... A:ooo..",
        "2 of A:...XX. -> not found",
        "2 of A:... A:.. -> A:... A:oo",
        "1 of A:..X...X.. -> A:..Xo..X..",
        "1 of A:.. A:. -> A:.. A:o",
        "1 of A:.. -> not found",
        "4 of A:..... A:...... -> A:..... A:oooo..",
        "3 of A:...|.... -> A:ooo|....",
      })
  void leavesNoSingleSeat(String wish, String expected) {
    assertThat(best(wish, Rung.WITHOUT_ORPHANS)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "->",
      value = {
        "2 of A:.X.X. -> A:oXoX.",
        "3 of A:.X.X.XX.. -> A:oXoXoXX..",
        "2 of A:.XXX A:.X.. -> A:.XXX A:.Xoo",
        "3 of A:.X A:.X B:.. B:... -> A:.X A:.X B:.. B:ooo",
        "3 of A:.X A:.. A:.X B:... -> A:oX A:oo A:.X B:...",
        "2 of A:..X.. -> A:ooX..",
        "2 of A:.|.|. -> A:o|o|.",
      })
  void fillsOneSection(String wish, String expected) {
    assertThat(best(wish, Rung.SAME_SECTION)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "->",
      value = {
        "3 of A:.X B:.X C:.. -> A:oX B:oX C:o.",
        "2 of A:XX.. -> A:XXoo",
        "4 of A:X.X B:X. A:.. -> A:XoX B:Xo A:oo",
      })
  void takesTheFirstOfTheGrade(String wish, String expected) {
    assertThat(best(wish, Rung.SPLIT)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "->",
      value = {
        "3 of g:X.X.X. -> g:XoXoXo",
        "2 of g:...... -> g:oo....",
        "5 of g:.... g:.X -> g:oooo g:oX",
        "2 of A:.X g:.XX. -> A:.X g:oXXo",
      })
  void placesOfGeneralAdmissionAreAlwaysNeighbours(String wish, String expected) {
    for (Rung rung : List.of(Rung.WITHOUT_ORPHANS, Rung.ADJACENT)) {
      assertThat(best(wish, rung)).as("%s", rung).isEqualTo(expected);
    }
  }

  @Test
  void triesTheFullQuantityInEveryGradeBeforeOneSeatFewer() {
    var shard = TestShard.with(aSession("A:.. B:....").grade("B", "SILVER", 3_000));
    assertThat(shard.outcome(aRequest("1").atLeast(2, 4, "GOLD", "SILVER")))
        .extracting("seats")
        .isEqualTo(List.of("B-1-1", "B-1-2", "B-1-3", "B-1-4"));
    assertThat(shard.outcome(aRequest("2").atLeast(2, 4, "GOLD", "SILVER")))
        .extracting("seats", "amount")
        .containsExactly(List.of("A-1-1", "A-1-2"), 10_000L);
  }

  @Test
  void triesTheWholeLadderInOneGradeBeforeTheNextGrade() {
    var session = aSession("A:.X. B:..").grade("B", "SILVER", 3_000);
    assertThat(TestShard.with(session).outcome(aRequest().best(2, "GOLD", "SILVER")))
        .extracting("seats")
        .isEqualTo(List.of("A-1-1", "A-1-3"));
  }

  @Test
  void climbsTheLadderInItsOrder() {
    assertThat(best("2 of A:... A:.X.. B:..", Rung.values())).isEqualTo("A:... A:.Xoo B:..");
    assertThat(best("2 of A:... A:.X.. B:..", Rung.ADJACENT, Rung.WITHOUT_ORPHANS))
        .isEqualTo("A:oo. A:.X.. B:..");
    assertThat(best("2 of A:... A:.X.. B:..", Rung.SPLIT)).isEqualTo("A:oo. A:.X.. B:..");
  }

  @Test
  void neverScattersWhoDemandsNeighbours() {
    var shard = TestShard.with(aSession("A:.X.X.").ladder(Rung.values()));
    assertThat(shard.outcome(aRequest().bestAdjacent(2)))
        .isEqualTo(Outcome.Rejected.because(Reason.NOT_ADJACENT));
    assertThat(shard.outcome(aRequest().best(2))).isInstanceOf(Outcome.Held.class);
  }

  @Test
  void aSingleSeatIsBesideItself() {
    var shard = TestShard.with(aSession("A:..").ladder(Rung.SPLIT));
    assertThat(shard.outcome(aRequest().bestAdjacent(1))).isInstanceOf(Outcome.Held.class);
  }

  /** Draws what a wish like "2 of A:..X." is given when only these rungs are climbed. */
  private static String best(String wish, Rung... rungs) {
    int quantity = Integer.parseInt(wish, 0, 1, 10);
    String picture = wish.substring("2 of ".length());
    SessionBuilder session = aSession(picture).ladder(rungs);
    Outcome outcome = TestShard.with(session).outcome(aRequest().best(quantity));
    return outcome instanceof Outcome.Held held ? draw(picture, held.seats()) : "not found";
  }

  private static String draw(String picture, List<String> seats) {
    var rows = new ArrayList<String>();
    var rowsOfSections = new HashMap<String, Integer>();
    for (String row : picture.split(" ", -1)) {
      String section = row.substring(0, 1);
      int number = rowsOfSections.merge(section, 1, Integer::sum);
      var drawn = new StringBuilder(row);
      for (int i = 2; i < row.length(); i++) {
        if (seats.contains(section + "-" + number + "-" + (i - 1))) {
          drawn.setCharAt(i, 'o');
        }
      }
      rows.add(drawn.toString());
    }
    return String.join(" ", rows);
  }
}
