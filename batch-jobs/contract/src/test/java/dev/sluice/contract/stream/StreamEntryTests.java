package dev.sluice.contract.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.contract.Examples;
import dev.sluice.contract.Limits;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamEntryTests {

  private final StreamEntry entry =
      StreamEntry.of(Examples.entry(7), Examples.aRequest(1, Examples.named("A-1-1")));
  private final Map<String, byte[]> fields = entry.fields();

  @ParameterizedTest
  @ValueSource(strings = {"v", "type", "id", "session", "customer", "digest", "payload"})
  void needsEveryField(String field) {
    fields.remove(field);

    refuses("field " + field + " is missing");
  }

  @ParameterizedTest
  @CsvSource({
    "v,2,unknown schema version 2",
    "v,01,unknown schema version 01",
    "type,EXCHANGE,unknown type EXCHANGE",
    "type,reserve,unknown type reserve",
    "id,1-1-1-1-1,field id is not a UUID",
    "session,alice,field session is not a UUID",
    "digest,abc,'A digest has 32 hexadecimal digits, not 3'",
    "customer,a b,'customer: must be 1 to 64 printable ASCII characters without space, quote and"
        + " backslash'",
    "payload,'{\"seats\":[]}',seats: must not be empty",
  })
  void saysWhatIsWrong(String field, String value, String error) {
    fields.put(field, value.getBytes(UTF_8));

    refuses(error);
  }

  @Test
  void refusesALongPayload() {
    fields.put("payload", new byte[Limits.PAYLOAD_BYTES_MAX + 1]);

    assertThat(entry.payloadLength()).isEqualTo(16_385);
    refuses(": must have at most 16384 bytes, not 16385");
  }

  @Test
  void cutsAndCleansWhatItQuotes() {
    fields.put("v", ("\n\ud83d\ude00\u0085\u2028" + "x".repeat(1_000)).getBytes(UTF_8));

    refuses("unknown schema version ?????" + "x".repeat(172));
  }

  @Test
  void leavesOutWhereTheParserStood() {
    fields.put("payload", "nul".getBytes(UTF_8));

    assertThatExceptionOfType(UndecodableEntryException.class)
        .isThrownBy(entry::decode)
        .withMessageStartingWith("Unrecognized token 'nul'")
        .withMessageNotContaining("Source");
  }

  @Test
  void passesOverFieldsThatItDoesNotKnow() {
    fields.put("trace", new byte[] {0, 1});

    assertThat(entry.decode()).isEqualTo(Examples.aRequest(1, Examples.named("A-1-1")));
  }

  @Test
  void tellsWhoAskedWhereThePayloadCannotBeRead() {
    fields.put("payload", new byte[] {(byte) 0xff});
    fields.put("v", "9".getBytes(UTF_8));

    assertThat(entry.requestId()).isEqualTo(Examples.id(1));
    assertThat(entry.session()).isEqualTo(Examples.SESSION);
    assertThat(entry.customer()).isEqualTo("alice");
  }

  @Test
  void tellsNothingThatIsUncertain() {
    fields.put("id", "x".getBytes(UTF_8));
    fields.put("customer", "a\"b".getBytes(UTF_8));
    fields.remove("session");

    assertThat(entry.requestId()).isNull();
    assertThat(entry.session()).isNull();
    assertThat(entry.customer()).isNull();
  }

  private void refuses(String error) {
    assertThatExceptionOfType(UndecodableEntryException.class)
        .isThrownBy(entry::decode)
        .withMessage(error)
        .satisfies(e -> assertThat(e.entry()).isEqualTo(Examples.entry(7)));
  }
}
