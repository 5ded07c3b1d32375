package dev.sluice.contract.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.contract.Examples;
import dev.sluice.contract.Limits;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class CommandJsonTests {

  @ParameterizedTest
  @MethodSource("commands")
  void readsWhatItWrote(Command command) {
    byte[] json = CommandJson.write(command);

    assertThat(CommandJson.readEntry(command.type(), json)).isEqualTo(command);
    assertThat(CommandJson.write(CommandJson.readEntry(command.type(), json))).isEqualTo(json);
  }

  /** Until intake has an answer for one who waits, no client can ask for it. */
  @Test
  void readsAWaitFromStreamsAndNotYetFromCalls() {
    byte[] json =
        bytes(
            "{'grades':['GOLD'],'quantity':2,'waitlist':true,'until':'2026-06-01T18:30:00.0019Z'}");

    assertThat(CommandJson.readEntry(RequestType.RESERVE, json))
        .isEqualTo(
            new Command.ReserveBest(
                List.of("GOLD"),
                2,
                2,
                false,
                true,
                Instant.parse("2026-06-01T18:30:00.001Z"),
                null));
    assertThat(problems(RequestType.RESERVE, json))
        .extracting(FieldProblem::field)
        .containsExactly("waitlist", "until");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'grades':['G'],'quantity':1,'until':'2026-06-01T18:30:00Z'} | until",
        "{'grades':['G'],'quantity':1,'waitlist':false,'until':'2026-06-01T18:30:00Z'} | until",
        "{'grades':['G'],'quantity':1,'waitlist':1} | waitlist",
        "{'grades':['G'],'quantity':1,'waitlist':true,'until':'tomorrow'} | until",
        "{'grades':['G'],'quantity':1,'waitlist':true,'until':5} | until",
        "{'grades':['G'],'quantity':1,'waitlist':true,'until':'1999-12-31T23:59:59.999Z'} | until",
        "{'grades':['G'],'quantity':1,'waitlist':true,'until':'9999-01-01T00:00:00Z'} | until",
        "{'grades':['G'],'quantity':1,'waitlist':true,'waitlist':true} | waitlist",
        "{'seats':['A-1-1'],'waitlist':true} | waitlist",
      })
  void tellsWhatIsWrongWithAWait(String json, String field) {
    @Nullable InvalidRequestException thrown =
        catchThrowableOfType(
            InvalidRequestException.class,
            () -> CommandJson.readEntry(RequestType.RESERVE, bytes(json)));
    assertThat(thrown).isNotNull();
    assertThat(Objects.requireNonNull(thrown).problems())
        .extracting(FieldProblem::field)
        .containsExactly(field);
  }

  /** What is escaped and what is not goes into digests, so it is fixed. */
  @Test
  void escapesNoMoreThanJsonDemands() {
    assertThat(
            CommandJson.write(
                new Command.ReserveNamed(List.of("A-1-1"), "\"\\/\t\u0001\u001f\u007f😀")))
        .asString(UTF_8)
        .isEqualTo("{\"seats\":[\"A-1-1\"],\"reference\":\"\\\"\\\\/\\t\\u0001\\u001F\u007f😀\"}");
  }

  @Test
  void takesAbsentFieldsAtTheirDefaults() {
    assertThat(reserve("{'grades':['GOLD'],'quantity':3}"))
        .isEqualTo(new Command.ReserveBest(List.of("GOLD"), 3, 3, false, null));
    assertThat(read(RequestType.CANCEL, "{'reservation':'" + Examples.id(1) + "'}"))
        .isEqualTo(new Command.Cancel(Examples.id(1), List.of()));
    assertThat(read(RequestType.CANCEL, "{'reservation':'" + Examples.id(1) + "','seats':[]}"))
        .isEqualTo(new Command.Cancel(Examples.id(1), List.of()));
  }

  /** Every problem with its field; a client mends a request in one go. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | seats",
        "{'seats':[]} | seats",
        "{'seats':null} | seats",
        "{'seats':'A-1-1'} | seats",
        "{'seats':{}} | seats",
        "{'seats':[['A-1-1']]} | seats[0]",
        "{'seats':['A-1-1',null,5,true,{},'A 1',1e400]} | seats[1] seats[2] seats[3] seats[4]"
            + " seats[6] seats[5]",
        "{'seats':['A-1-1'],'reference':null} | reference",
        "{'seats':['A-1-1'],'reference':5} | reference",
        "{'seats':['A-1-1'],'seats':['A-1-2']} | seats",
        "{'seats':['A-1-1'],'quantity':1,'grades':['G']} | grades quantity",
        "{'seats':['A-1-1'],'minimum':1,'adjacent':true} | minimum adjacent",
        "{'seats':['A-1-1'],'reservation':'x'} | reservation reservation",
        "{'seats':['A 1'],'Seats':[],'':1} | Seats `` seats[0]",
        "{'grades':['G']} | quantity",
        "{'grades':['G'],'quantity':null} | quantity",
        "{'grades':['G'],'quantity':'2'} | quantity",
        "{'grades':['G'],'quantity':2.0} | quantity",
        "{'grades':['G'],'quantity':2e0} | quantity",
        "{'grades':['G'],'quantity':1e400} | quantity",
        "{'grades':['G'],'quantity':-0} | quantity",
        "{'grades':['G'],'quantity':0} | quantity",
        "{'grades':['G'],'quantity':99999999999999999999} | quantity",
        "{'grades':['G'],'quantity':-9999999999999999999} | quantity",
        "{'grades':['G'],'quantity':4294967297} | quantity",
        "{'grades':['G'],'quantity':2,'minimum':4294967297} | minimum",
        "{'grades':['G'],'quantity':2,'adjacent':'true'} | adjacent",
        "{'grades':['G'],'quantity':2,'adjacent':0} | adjacent",
        "{'grades':[],'quantity':9,'minimum':0,'unknown':[[1]]} | unknown grades quantity minimum",
        "{'quantity':2} | seats",
        "[] | ``",
        "'seats' | ``",
        "5 | ``",
        "null | ``",
        "`` | ``",
        "`   ` | ``",
        "{'seats':['A-1-1']} {} | ``",
        "{'seats':['A-1-1']} 5 | ``",
      })
  void tellsEveryProblem(String json, String fields) {
    assertThat(
            problems(RequestType.RESERVE, json).stream()
                .map(FieldProblem::field)
                .reduce((all, field) -> all + " " + field))
        .hasValue(fields.replace("`", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | reservation",
        "{'reservation':null} | reservation",
        "{'reservation':'1-1-1-1-1'} | reservation",
        "{'seats':['A 1'],'reference':'x','quantity':0} | quantity reference reservation seats[0]",
      })
  void tellsEveryProblemOfACancellation(String json, String fields) {
    assertThat(problems(RequestType.CANCEL, json))
        .extracting(FieldProblem::field)
        .contains(fields.split(" ", -1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | amount",
        "{'paymentKey':'k'} | amount",
        "{'amount':1} | paymentKey",
        "{'amount':-1} | amount",
        "{'amount':1,'paymentKey':'../k'} | paymentKey",
        "{'amount':1,'paymentKey':'k','reference':'\\u0000'} | reference",
        "{'amount':1,'paymentKey':'k','seats':['A-1-1']} | seats",
        // The address names it.
        "{'amount':0,'reservation':'0199c2a4-7d1e-7c3a-9a51-6f0d2b1c8e77'} | reservation",
      })
  void tellsEveryProblemOfAPayment(String json, String field) {
    InvalidRequestException refused =
        catchThrowableOfType(
            InvalidRequestException.class,
            () -> CommandJson.read(RequestType.PAY, Examples.id(1), bytes(json)));

    assertThat(refused.problems()).extracting(FieldProblem::field).containsExactly(field);
  }

  @Test
  void readsAPaymentWhoseReservationIsKnown() {
    assertThat(
            CommandJson.read(
                RequestType.PAY,
                Examples.id(1),
                bytes("{'amount':5,'paymentKey':'k','reference':'order 4711'}")))
        .isEqualTo(new Command.Pay(Examples.id(1), 5, "k", "order 4711"));
  }

  @Test
  void countsAllElementsOfALongArray() {
    assertThat(problems(RequestType.RESERVE, "{'seats':[" + "'A 1',".repeat(499) + "'A']}"))
        .containsExactly(new FieldProblem("seats", "must have at most 8 elements, not 500"));
  }

  /** A repeated name is one problem; which of its values counts is nobody's to guess. */
  @Test
  void refusesRepeatedNames() {
    for (String field :
        List.of(
            "'seats':['A-1-1']",
            "'grades':['G']",
            "'quantity':1",
            "'minimum':1",
            "'adjacent':true",
            "'reference':'x'",
            "'reservation':'" + Examples.id(1) + "'")) {
      assertThat(problems(RequestType.RESERVE, "{" + field + "," + field + "}"))
          .extracting(FieldProblem::detail)
          .contains("must be given once");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{'seats'",
        "{'seats':",
        "{'seats':[",
        "{'seats':['A",
        "{'seats':['A-1-1'",
        "{'seats':['A-1-1']",
        "{'seats':['A-1-1']}}",
        "{'seats':['A-1-1']}]",
        "{'seats':['A-1-1']}x",
        "{'seats':['A-1-1'],}",
        "{seats:['A-1-1']}",
        "{'seats':['A-1-1']}//",
        "{'seats':['A-1-1'],'reference':'\n'}",
        "{'seats':['A-1-1'],'reference':'\\x'}",
        "{'seats':['A-1-1'],'reference':'\\ud8'}",
        "{'grades':['G'],'quantity':NaN}",
        "{'grades':['G'],'quantity':Infinity}",
        "{'grades':['G'],'quantity':+1}",
        "{'grades':['G'],'quantity':01}",
        "{'grades':['G'],'quantity':0x1}",
        "{'grades':['G'],'quantity':1.}",
        "{'grades':['G'],'quantity':999999999999999999999}",
        "{'grades':['G'],'quantity':1e99999999999999999999}",
        "\ufeff{'seats':['A-1-1']}",
        "nul",
        "\0",
      })
  void refusesWhatIsNoJson(String json) {
    assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> reserve(json));
  }

  @ParameterizedTest
  @CsvSource({"16,true", "17,false", "8000,false"})
  void readsToADepthOfSixteen(int depth, boolean readable) {
    String json = "{'x':" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}";

    assertThatExceptionOfType(readable ? InvalidRequestException.class : JacksonException.class)
        .isThrownBy(() -> reserve(json));
  }

  @ParameterizedTest
  @CsvSource({"16383,true", "16384,true", "16385,false"})
  void readsUpToSixteenKibibytes(int length, boolean readable) {
    String json = "{'seats':['A-1-1']}";
    byte[] bytes = bytes(json + " ".repeat(length - json.length()));

    if (readable) {
      assertThat(CommandJson.read(RequestType.RESERVE, bytes)).isEqualTo(Examples.named("A-1-1"));
    } else {
      assertThatExceptionOfType(InvalidRequestException.class)
          .isThrownBy(() -> CommandJson.read(RequestType.RESERVE, bytes))
          .withMessage(": must have at most 16384 bytes, not 16385");
    }
  }

  /** Escaped or raw (CESU-8), in front or behind: half a pair is never taken. */
  @Test
  void refusesLoneSurrogates() {
    for (String half : List.of("\\ud83d", "x\\udc00", "\\udc00\\ud83d", "\\uD83Dx")) {
      assertThat(problems(RequestType.RESERVE, "{'seats':['A-1-1'],'reference':'" + half + "'}"))
          .extracting(FieldProblem::field)
          .containsExactly("reference");
    }
    byte[] raw = bytes("{'seats':['A-1-1'],'reference':'???'}");
    System.arraycopy(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0xbd}, 0, raw, raw.length - 5, 3);
    assertThatExceptionOfType(JacksonException.class)
        .isThrownBy(() -> CommandJson.read(RequestType.RESERVE, raw));
    assertThat(reserve("{'seats':['A-1-1'],'reference':'\\ud83d\\ude00'}"))
        .isEqualTo(new Command.ReserveNamed(List.of("A-1-1"), "😀"));
  }

  @Test
  void readsNoEncodingButUtf8() {
    String json = "{\"seats\":[\"A-1-1\"]}";
    for (var charset :
        List.of(
            StandardCharsets.UTF_16BE,
            StandardCharsets.UTF_16LE,
            StandardCharsets.UTF_16,
            StandardCharsets.UTF_32BE)) {
      assertThatExceptionOfType(JacksonException.class)
          .isThrownBy(() -> CommandJson.read(RequestType.RESERVE, json.getBytes(charset)));
    }
  }

  /** Two thousand wrong names in 16 KiB must not make a megabyte of answer. */
  @Test
  void answersASmallBodyShortly() {
    var json = new StringBuilder("{");
    for (int i = 0; json.length() < 16_000; i++) {
      json.append(String.format(Locale.ROOT, "\"\\u0085%x\":1,", i));
    }

    List<FieldProblem> problems = problems(RequestType.RESERVE, json + "\"x\":1}");

    assertThat(problems).hasSize(Limits.FIELD_PROBLEMS_MAX);
    assertThat(problems.getFirst())
        .isEqualTo(new FieldProblem("?0", "is not a field of this request"));
  }

  @Test
  void callersParserRefusesRepeatedNamesItself() {
    byte[] json = bytes("{'session':1,'session':2}");

    assertThatExceptionOfType(JacksonException.class)
        .isThrownBy(
            () -> {
              try (var parser = CommandJson.parser(json, 0, json.length)) {
                while (parser.nextToken() != null) {
                  parser.skipChildren();
                }
              }
            });
  }

  static List<Command> commands() {
    return Examples.requests().values().stream().map(Request::command).toList();
  }

  private static Command reserve(String json) {
    return read(RequestType.RESERVE, json);
  }

  private static Command read(RequestType type, String json) {
    return CommandJson.read(type, bytes(json));
  }

  private static List<FieldProblem> problems(RequestType type, String json) {
    return problems(type, bytes(json));
  }

  private static List<FieldProblem> problems(RequestType type, byte[] json) {
    @Nullable InvalidRequestException thrown =
        catchThrowableOfType(InvalidRequestException.class, () -> CommandJson.read(type, json));
    assertThat(thrown).isNotNull();
    return thrown == null ? List.of() : thrown.problems();
  }

  /** Apostrophes stand for quotes, for the reader's sake. */
  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(UTF_8);
  }
}
