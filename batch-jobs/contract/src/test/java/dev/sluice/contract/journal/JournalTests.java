package dev.sluice.contract.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.contract.Examples;
import dev.sluice.contract.Json;
import dev.sluice.contract.Limits;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.OutcomeJson;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.outcome.Terms;
import dev.sluice.contract.outcome.TransitionJson;
import dev.sluice.contract.request.Digest;
import dev.sluice.contract.stream.EntryId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTests {

  @Test
  void readsWhatItWrote() {
    byte[] array = JournalWriter.write(Examples.elements());

    assertThat(JournalReader.read(array)).isEqualTo(Examples.elements());
    assertThat(JournalWriter.write(JournalReader.read(array))).isEqualTo(array);
  }

  @Test
  void readsAnEmptyArray() {
    assertThat(JournalReader.read(JournalWriter.write(List.of()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1, Integer.MAX_VALUE})
  void expectsAnyNumberOfElements(int expected) {
    try (var writer = new JournalWriter(expected)) {
      Examples.elements().forEach(writer::add);

      assertThat(writer.finish()).isEqualTo(JournalWriter.write(Examples.elements()));
    }
  }

  /** One element, outcome or transition alone is the same text as within the array. */
  @Test
  void writesPartsAsTheyStandInTheArray() {
    String array = new String(JournalWriter.write(Examples.elements()), UTF_8);
    for (JournalElement element : Examples.elements()) {
      assertThat(array).contains(new String(JournalWriter.write(element), UTF_8));
      switch (element) {
        case JournalElement.Decided decided ->
            assertThat(array).contains(new String(OutcomeJson.write(decided.outcome()), UTF_8));
        case JournalElement.Unread unread ->
            assertThat(array).contains(new String(OutcomeJson.write(unread.outcome()), UTF_8));
        case JournalElement.Changed changed ->
            assertThat(array)
                .contains(new String(TransitionJson.write(changed.transition()), UTF_8));
      }
    }
  }

  /** Many times over, so that the writer's own buffer is emptied in between. */
  @Test
  void cutsTheTextOfEachElementOut() {
    var elements = new ArrayList<JournalElement>();
    for (int i = 0; i < 200; i++) {
      elements.addAll(Examples.elements());
    }
    WrittenElements written = WrittenElements.write(elements);
    WrittenElements read = WrittenElements.read(written.json());

    assertThat(written.json()).isEqualTo(JournalWriter.write(elements));
    assertThat(read.elements()).isEqualTo(elements);
    assertThat(read.ends()).isEqualTo(written.ends());
    for (int i = 0; i < elements.size(); i++) {
      assertThat(written.textOf(i)).isEqualTo(JournalWriter.write(elements.get(i)));
    }
  }

  /** Halves of pairs would be written as escapes that no server's JSON functions read. */
  @ParameterizedTest
  @CsvSource({
    "\ud83d,?",
    "\udc00x,?x",
    "a\0b,a?b",
    "😀,😀",
    "it's \"so\" \t\u0085,it's \"so\" \t\u0085",
  })
  void deadLettersHoldWellFormedErrors(String error, String kept) {
    assertThat(new Outcome.DeadLettered(error).error()).isEqualTo(kept);
  }

  @Test
  void deadLettersCutLongErrorsWithoutHalvingAPair() {
    assertThat(new Outcome.DeadLettered("x".repeat(999) + "😀").error())
        .isEqualTo("x".repeat(999) + "?");
    assertThat(new Outcome.DeadLettered("x".repeat(1_000)).error()).hasSize(1_000);
    assertThat(new Outcome.DeadLettered("x".repeat(1_001)).error()).hasSize(1_000);
  }

  /** What is decided with is what the journal keeps, else a slice decided again differs. */
  @Test
  void keepsNoMoreOfTimeThanTheJournal() {
    Instant fine = Instant.parse("2026-11-21T10:15:00.123456789Z");
    Instant kept = Instant.parse("2026-11-21T10:15:00.123Z");
    Terms terms = Examples.terms();

    assertThat(new Outcome.Held(Examples.id(1), List.of(), 0, "EUR", fine).expiresAt())
        .isEqualTo(kept);
    assertThat(terms(fine, terms.hold()).opensAt()).isEqualTo(kept);
    assertThat(terms(fine, terms.hold()).closesAt()).isEqualTo(kept);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> terms(fine, Duration.ofMillis(1_500)))
        .withMessageContaining("PT1.5S");
  }

  @Test
  void writesInstantsAsTheFormatterWould() {
    var random = new Random(20261121);
    var instants = new ArrayList<>(List.of(Instant.EPOCH));
    for (String text :
        List.of(
            "-0001-12-31T23:59:59.999Z",
            "0000-01-01T00:00:00Z",
            "1969-12-31T23:59:59.999999999Z",
            "2000-02-29T12:00:00.009Z",
            "9999-12-31T23:59:59.999Z",
            "+10000-01-01T00:00:00Z")) {
      instants.add(Instant.parse(text));
    }
    for (int i = 0; i < 20_000; i++) {
      instants.add(
          Instant.ofEpochSecond(
              random.nextLong(-70_000_000_000L, 260_000_000_000L), random.nextInt(1_000_000_000)));
    }

    assertThat(instants)
        .filteredOn(instant -> !Json.text(instant).equals(Json.MILLISECONDS.format(instant)))
        .isEmpty();
  }

  @Test
  void passesOverNamesOfANewerVersion() {
    String array = new String(JournalWriter.write(Examples.elements()), UTF_8);

    String newer =
        array
            .replace("{\"entry\"", "{\"new\":{\"a\":[1,{\"b\":null}]},\"entry\"")
            .replace("{\"type\"", "{\"new\":[],\"type\"")
            .replace("{\"id\"", "{\"new\":null,\"id\"")
            .replace("{\"hall\"", "{\"new\":0.5,\"hall\"")
            .replace("{\"grade\"", "{\"new\":true,\"grade\"")
            .replace("{\"section\"", "{\"new\":\"x\",\"section\"");

    assertThat(newer).isNotEqualTo(array);
    assertThat(JournalReader.read(newer.getBytes(UTF_8))).isEqualTo(Examples.elements());
  }

  @Test
  void readsAReasonOfANewerVersionAsUnknown() {
    assertThat(first(rejected("NEW_REASON"))).isEqualTo(Outcome.Rejected.because(Reason.UNKNOWN));
  }

  /** Seen to fail with a reader that stopped at what it did not expect: numbers would be lost. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{}",
        "null",
        "5",
        "[",
        "[]]",
        "[] []",
        "[5]",
        "[null]",
        "[[]]",
        "[{}]",
        "[{\"transition\":null}]",
        "[{\"transition\":{}}]",
        "[{\"transition\":{\"type\":\"SEAT_PAINTED\"}}]",
        "[{\"transition\":{\"type\":\"HOLD_EXPIRED\",\"session\":\"x\"}}]",
        "[{\"entry\":\"1-1\",\"raw\":{}}]",
        "[{\"entry\":\"1-1\",\"raw\":{\"payload\":\"*\"},\"outcome\":{\"type\":\"DUPLICATE\"}}]",
        "[{\"entry\":\"1-1\",\"raw\":{\"payload\":\"\"},\"outcome\":{}}]",
        "[{\"entry\":\"1-1\",\"raw\":{\"payload\":\"\"},\"outcome\":{\"type\":\"SAVED\"}}]",
        "[{\"entry\":\"1-1\",\"raw\":{\"payload\":\"\"},"
            + "\"outcome\":{\"type\":\"DEAD_LETTERED\",\"error\":null}}]",
        "[{\"entry\":\"1\",\"raw\":{\"payload\":\"\"},\"outcome\":{\"type\":\"DUPLICATE\"}}]",
        "[{\"outcome\":{\"type\":\"DUPLICATE\"}}]",
      })
  void refusesWhatIsNoArrayOfElements(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> JournalReader.read(text.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"reservation\":",
        "\"currency\":",
        "\"expiresAt\":",
        "\"entry\":",
        "\"digest\":",
        "\"customer\":",
        "\"session\":",
      })
  void needsWhatEveryVersionWrites(String name) {
    String array = new String(JournalWriter.write(List.of(Examples.elements().get(1))), UTF_8);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> JournalReader.read(array.replace(name, "\"x\":").getBytes(UTF_8)))
        .withMessageContaining("lacks");
  }

  @Test
  void refusesEveryShorterArray() {
    byte[] array = JournalWriter.write(Examples.elements());
    for (int length = 0; length < array.length; length++) {
      byte[] cut = Arrays.copyOf(array, length);
      try {
        JournalReader.read(cut);
        throw new AssertionError(length + " bytes of " + array.length + " were read");
      } catch (IllegalArgumentException e) {
        // As promised.
      }
    }
  }

  @Test
  void readsTheLargestSlice() {
    var elements = new ArrayList<JournalElement>();
    for (int i = 0; i < Limits.SLICE_ENTRIES_MAX; i++) {
      elements.add(Examples.elements().get(1 + i % 8));
    }

    byte[] array = JournalWriter.write(elements);

    assertThat(JournalReader.read(Compression.uncompress(Compression.compress(array))))
        .isEqualTo(elements);
  }

  /** A hostile payload may be longer than any that the intake takes; it is kept all the same. */
  @Test
  void keepsAnUnreadPayloadWhole() {
    byte[] payload = new byte[1_000_000];
    new Random(20261122).nextBytes(payload);
    var element =
        new JournalElement.Unread(
            Examples.entry(1),
            null,
            null,
            null,
            Digest.NONE,
            payload,
            new Outcome.DeadLettered("x"));

    assertThat(JournalReader.read(JournalWriter.write(List.of(element)))).containsExactly(element);
  }

  @Test
  void messagesCountTheirElements() {
    SliceMessage message = Examples.message();
    var wrong =
        new SliceMessage(
            message.shard(),
            message.firstNumber(),
            message.count() + 1,
            message.drained(),
            message.lastEntry(),
            message.decidedAt(),
            message.entries());

    assertThatCode(message::elements).doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(wrong::elements)
        .withMessage("The slice at number 41 of shard 3 has 12 elements, not 13");
  }

  @Test
  void messagesReadTheirOwnFields() {
    SliceMessage message = Examples.message();

    assertThat(SliceMessage.fromFields(3, message.lastEntry(), message.toFields()))
        .isEqualTo(message)
        .hasSameHashCodeAs(message);
  }

  @ParameterizedTest
  @CsvSource({
    "first,",
    "first,x",
    "first,٥",
    "count,4294967297",
    "drained,",
    "at,9999999999999999999",
    "count,1.0"
  })
  void messagesRefuseWhatIsNoNumber(String field, String value) {
    Map<String, byte[]> fields = new HashMap<>(Examples.message().toFields());
    fields.put(field, value == null ? new byte[0] : value.getBytes(UTF_8));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> SliceMessage.fromFields(3, Examples.entry(9), fields));
  }

  @ParameterizedTest
  @ValueSource(strings = {"first", "count", "drained", "at", "entries"})
  void messagesNeedEveryField(String field) {
    Map<String, byte[]> fields = new HashMap<>(Examples.message().toFields());
    fields.remove(field);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> SliceMessage.fromFields(3, Examples.entry(9), fields))
        .withMessageContaining(field);
  }

  /** Journals of years are chained by it. */
  @Test
  void hashOfASliceIsFixed() {
    byte[] elements = JournalWriter.write(Examples.elements());

    assertThat(hash(SliceHash.none(), 3, 41, Examples.entry(9), elements))
        .isEqualTo("5fd941b0942434ff43d115623e1d091d0cabc6c417024e68973d5b7b747d9d96");
    assertThat(SliceHash.none()).isEqualTo(new byte[32]);
  }

  @Test
  void hashOfASliceDiffersByAllThatItCovers() {
    byte[] elements = {1};
    byte[] previous = new byte[32];
    previous[31] = 1;

    assertThat(
            List.of(
                hash(SliceHash.none(), 3, 41, Examples.entry(9), elements),
                hash(previous, 3, 41, Examples.entry(9), elements),
                hash(SliceHash.none(), 4, 41, Examples.entry(9), elements),
                hash(SliceHash.none(), 3, 42, Examples.entry(9), elements),
                hash(SliceHash.none(), 3, 41, Examples.entry(8), elements),
                hash(SliceHash.none(), 3, 41, Examples.entry(9), new byte[] {2})))
        .doesNotHaveDuplicates();
  }

  /** What {@code decide} was given and no element has: none of it can be changed unseen. */
  @Test
  void hashOfFormatTwoCoversWhatDecideWasGiven() {
    assertThat(
            List.of(
                hash(new SliceHead(1, 3, 41, Examples.entry(9), Instant.EPOCH, 9, false)),
                hash(new SliceHead(2, 3, 41, Examples.entry(9), Instant.EPOCH, 9, false)),
                hash(new SliceHead(2, 3, 41, Examples.entry(9), Instant.EPOCH, 8, false)),
                hash(new SliceHead(2, 3, 41, Examples.entry(9), Instant.EPOCH, 9, true))))
        .doesNotHaveDuplicates()
        .last()
        .isEqualTo("2423b24cb758368ad23d73780795d67c58814d33fbb157f3b41457a7cdb4d549");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 3})
  void formatThatIsUnknownHereIsRefused(int format) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SliceHead(format, 3, 41, Examples.entry(9), Instant.EPOCH, 9, false))
        .withMessageContaining("format " + format);
  }

  private static String hash(SliceHead head) {
    return HexFormat.of().formatHex(SliceHash.of(SliceHash.none(), head, new byte[] {1}));
  }

  private static String hash(
      byte[] previous, int shard, long firstNumber, EntryId lastEntry, byte[] elements) {
    Instant decidedAt = Instant.parse("2026-11-21T10:05:00.250Z");
    return HexFormat.of()
        .formatHex(
            SliceHash.of(
                previous,
                new SliceHead(1, shard, firstNumber, lastEntry, decidedAt, 9, true),
                elements));
  }

  private static Terms terms(Instant instant, Duration hold) {
    Terms terms = Examples.terms();
    return new Terms(
        terms.hall(),
        instant,
        instant,
        "EUR",
        hold,
        8,
        terms.ladder(),
        1,
        terms.prices(),
        terms.sections());
  }

  private static Outcome first(String array) {
    return switch (JournalReader.read(array.getBytes(UTF_8)).getFirst()) {
      case JournalElement.Decided decided -> decided.outcome();
      case JournalElement.Unread unread -> unread.outcome();
      case JournalElement.Changed changed -> throw new AssertionError(changed);
    };
  }

  private static String rejected(String reason) {
    return new String(JournalWriter.write(List.of(Examples.elements().get(4))), UTF_8)
        .replace("SOLD_OUT", reason);
  }
}
