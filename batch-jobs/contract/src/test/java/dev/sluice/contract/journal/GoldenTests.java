package dev.sluice.contract.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Examples;
import dev.sluice.contract.request.Digest;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.RememberedRequest;
import dev.sluice.contract.stream.StreamEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What version 1 wrote must be read for ever, so these files are never changed: streams, journals
 * and remembered digests of that time hold the same bytes. A new version gets a folder of its own.
 */
class GoldenTests {

  private static final Set<String> BYTES = Set.of("entries");

  @ParameterizedTest
  @MethodSource("names")
  void writesTheEntryOf(String name) {
    StreamEntry written =
        StreamEntry.of(Examples.entry(1), Objects.requireNonNull(Examples.requests().get(name)));

    assertThat(texts(written.fields())).isEqualTo(fields("entry/" + name + ".txt"));
    // The append script names the fields in this order, and so a stream has them in it.
    assertThat(written.fields().keySet())
        .containsExactly("v", "type", "id", "session", "customer", "digest", "payload");
  }

  @ParameterizedTest
  @MethodSource("names")
  void readsTheEntryOf(String name) {
    var entry = new StreamEntry(Examples.entry(1), bytes(fields("entry/" + name + ".txt")));

    assertThat(entry.decode()).isEqualTo(Examples.requests().get(name));
  }

  @ParameterizedTest
  @MethodSource("names")
  void keepsTheDigestOf(String name) {
    Request request = Objects.requireNonNull(Examples.requests().get(name));

    assertThat(Digest.of(request.customer(), request.session(), request.command()))
        .hasToString(fields("entry/" + name + ".txt").get("digest"));
  }

  @Test
  void writesTheJournal() {
    assertThat(JournalWriter.write(Examples.elements()))
        .asString(UTF_8)
        .isEqualTo(golden("journal.json"));
  }

  @Test
  void readsTheJournal() {
    assertThat(JournalReader.read(golden("journal.json").getBytes(UTF_8)))
        .isEqualTo(Examples.elements());
  }

  /** Its elements are those of format 1, and these. */
  @Test
  void writesAndReadsTheJournalOfFormatTwo() {
    String golden = golden("v2", "journal.json");

    assertThat(JournalWriter.write(Examples.elementsOfFormatTwo()))
        .asString(UTF_8)
        .isEqualTo(golden);
    assertThat(JournalReader.read(golden.getBytes(UTF_8)))
        .isEqualTo(Examples.elementsOfFormatTwo());
  }

  /** Payments came while format 2 was written. */
  @Test
  void writesAndReadsTheJournalOfPayments() {
    String golden = golden("v2", "payments.json");

    assertThat(JournalWriter.write(Examples.elementsOfPayments()))
        .asString(UTF_8)
        .isEqualTo(golden);
    assertThat(JournalReader.read(golden.getBytes(UTF_8))).isEqualTo(Examples.elementsOfPayments());
  }

  /** The waitlist came while format 2 was written. */
  @Test
  void writesAndReadsTheJournalOfTheWaitlist() {
    String golden = golden("v2", "waitlist.json");

    assertThat(JournalWriter.write(Examples.elementsOfWaitlist()))
        .asString(UTF_8)
        .isEqualTo(golden);
    assertThat(JournalReader.read(golden.getBytes(UTF_8))).isEqualTo(Examples.elementsOfWaitlist());
  }

  /** The compressed bytes may differ: another zlib may find another way to say the same. */
  @Test
  void writesTheMessage() {
    Map<String, String> written = texts(Examples.message().toFields());
    Map<String, String> golden = fields("message.txt");

    assertThat(written.keySet()).containsExactlyElementsOf(golden.keySet());
    assertThat(uncompressed(written)).asString(UTF_8).isEqualTo(golden("journal.json"));
    written.remove("entries");
    golden.remove("entries");
    assertThat(written).isEqualTo(golden);
  }

  @Test
  void readsTheMessage() {
    SliceMessage read = SliceMessage.fromFields(3, Examples.entry(9), bytes(fields("message.txt")));

    SliceMessage expected = Examples.message();
    assertThat(read).usingRecursiveComparison().ignoringFields("entries").isEqualTo(expected);
    assertThat(read.elements()).isEqualTo(Examples.elements());
    assertThat(read.lastNumber()).isEqualTo(52);
  }

  @Test
  void readsTheRememberedRequest() {
    var remembered =
        RememberedRequest.of(
            new EntryId(1_760_000_000_000L, 1),
            Digest.parse("00112233445566778899aabbccddeeff"),
            "alice",
            17);
    String golden = "1760000000000-1 00112233445566778899aabbccddeeff alice 17";

    assertThat(RememberedRequest.parse(golden.getBytes(UTF_8))).isEqualTo(remembered);
  }

  /** As version 3 of the append script packs it. */
  @Test
  void writesAndReadsTheRememberedBytes() {
    var remembered =
        RememberedRequest.of(
            new EntryId(1_760_000_000_000L, 0x0102030405L),
            Digest.parse("00112233445566778899aabbccddeeff"),
            "alice",
            17);
    String golden = "00112233445566778899aabbccddeeff2bd806c97f0e00af0199c82cc0000102030405000011";

    assertThat(HexFormat.of().formatHex(remembered.toBytes())).isEqualTo(golden);
    assertThat(RememberedRequest.parse(HexFormat.of().parseHex(golden))).isEqualTo(remembered);
    assertThat(RememberedRequest.keyOf(Examples.SESSION, Examples.id(1)))
        .asHexString()
        .isEqualToIgnoringCase("fc07f4265dcbd689a5d3c1cdb7253c2d");
  }

  static Set<String> names() {
    return Examples.requests().keySet();
  }

  private static byte[] uncompressed(Map<String, String> fields) {
    return Compression.uncompress(HexFormat.of().parseHex(fields.get("entries")));
  }

  private static Map<String, String> texts(Map<String, byte[]> fields) {
    var texts = new LinkedHashMap<String, String>();
    fields.forEach(
        (name, value) ->
            texts.put(
                name,
                BYTES.contains(name) ? HexFormat.of().formatHex(value) : new String(value, UTF_8)));
    return texts;
  }

  private static Map<String, byte[]> bytes(Map<String, String> fields) {
    var bytes = new LinkedHashMap<String, byte[]>();
    fields.forEach(
        (name, value) ->
            bytes.put(
                name,
                BYTES.contains(name) ? HexFormat.of().parseHex(value) : value.getBytes(UTF_8)));
    return bytes;
  }

  /** One field per line, name and value parted by the first space. */
  private static Map<String, String> fields(String file) {
    var fields = new LinkedHashMap<String, String>();
    // Not String.lines(): a value may hold other line ends than \n.
    for (String line : golden(file).split("\n", -1)) {
      if (!line.isEmpty()) {
        int space = line.indexOf(' ');
        fields.put(line.substring(0, space), line.substring(space + 1));
      }
    }
    return fields;
  }

  private static String golden(String file) {
    return golden("v1", file);
  }

  private static String golden(String version, String file) {
    try (InputStream in =
        GoldenTests.class.getResourceAsStream("/golden/" + version + "/" + file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }
}
