package dev.sluice.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.journal.JournalReader;
import dev.sluice.contract.journal.JournalWriter;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.outcome.Reason;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.CommandJson;
import dev.sluice.contract.request.InvalidRequestException;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.request.RequestType;
import dev.sluice.contract.stream.StreamEntry;
import dev.sluice.contract.stream.UndecodableEntryException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.core.JacksonException;

/**
 * Anyone can write to a stream, so any bytes must come out as a request or as one of the errors
 * that are expected: a drain that meets another exception dead-letters nothing and stands still.
 * Seeds are fixed, so a failure comes again.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzTests {

  private static final int ROUNDS = 20_000;

  /** Escapes of surrogates and of U+0000: the JSON functions of the servers refuse the whole. */
  private static final Pattern UNREADABLE = Pattern.compile("\\\\u([dD][89a-fA-F]|0000)");

  private static final List<byte[]> SEEDS =
      Examples.requests().values().stream()
          .map(request -> CommandJson.write(request.command()))
          .toList();

  private static final List<String> FRAGMENTS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\\",
          "null",
          "true",
          "NaN",
          "-",
          "1e400",
          "0.1",
          "99999999999999999999",
          "\"seats\":",
          "\"grades\":",
          "\"quantity\":",
          "\"minimum\":",
          "\"adjacent\":",
          "\"waitlist\":",
          "\"until\":",
          "\"reference\":",
          "\"reservation\":",
          "[\"A-1-1\"]",
          "\"\\ud83d\"",
          "\"\\u0000\"",
          "\ufeff",
          "\0",
          "\u0085",
          "😀",
          "[[[[[[[[[[[[[[[[[[",
          "/*",
          "\n",
          "'",
          "0199c1f0-0000-7000-8000-000000000101");

  @Test
  void commandsAreReadOrRefused() {
    var random = new Random(20261121);
    int read = 0;
    for (int i = 0; i < ROUNDS; i++) {
      byte[] payload = aPayload(random);
      RequestType type = random.nextBoolean() ? RequestType.RESERVE : RequestType.CANCEL;
      Command command = command(type, payload);
      if (command != null) {
        read++;
        checkTravels(Examples.aRequest(1, command));
      }
    }
    // Else the generator makes nothing but rubbish, and half of this is never reached.
    assertThat(read).isBetween(ROUNDS / 100, ROUNDS / 2);
  }

  @Test
  void entriesAreReadOrUndecodable() {
    var random = new Random(20261122);
    int read = 0;
    for (int i = 0; i < ROUNDS; i++) {
      StreamEntry entry = anEntry(random);
      try {
        checkTravels(entry.decode());
        read++;
      } catch (UndecodableEntryException e) {
        assertThat(e.entry()).isEqualTo(entry.id());
        checkPrintable(e.getMessage());
        checkTravels(entry, e);
      } catch (RuntimeException e) {
        fail("Round " + i, e);
      }
    }
    assertThat(read).isBetween(ROUNDS / 100, ROUNDS / 2);
  }

  /** A journal is this package's own text; where it is broken, it says so in one way. */
  @Test
  void journalsAreReadOrRefused() {
    var random = new Random(20261123);
    byte[] journal = JournalWriter.write(Examples.elements());
    for (int i = 0; i < ROUNDS / 4; i++) {
      byte[] broken = mutated(journal, random);
      try {
        JournalReader.read(broken);
      } catch (IllegalArgumentException e) {
        // As promised.
      } catch (RuntimeException e) {
        fail("Round " + i, e);
      }
    }
  }

  private static @Nullable Command command(RequestType type, byte[] payload) {
    try {
      return CommandJson.readEntry(type, payload);
    } catch (InvalidRequestException e) {
      assertThat(e.problems()).isNotEmpty().hasSizeLessThanOrEqualTo(Limits.FIELD_PROBLEMS_MAX);
      checkPrintable(e.getMessage());
      return null;
    } catch (JacksonException e) {
      return null;
    } catch (RuntimeException e) {
      return fail(Arrays.toString(payload), e);
    }
  }

  /** What was read must be written again, the same each time, and be read by strict readers. */
  private static void checkTravels(Request request) {
    byte[] payload = CommandJson.write(request.command());
    if (!CommandJson.readEntry(request.command().type(), payload).equals(request.command())) {
      fail("Reads otherwise: " + new String(payload, UTF_8));
    }
    checkTravels(
        new JournalElement.Decided(
            Examples.entry(1), request, Outcome.Rejected.because(Reason.SOLD_OUT)));
  }

  private static void checkTravels(StreamEntry entry, UndecodableEntryException e) {
    checkTravels(
        new JournalElement.Unread(
            entry.id(),
            entry.requestId(),
            entry.session(),
            entry.customer(),
            entry.digest(),
            entry.fields().getOrDefault("payload", new byte[0]),
            new Outcome.DeadLettered(e.getMessage() + "")));
  }

  private static void checkTravels(JournalElement element) {
    byte[] array = JournalWriter.write(List.of(element));
    String text = strictly(array);
    // A backslash that is escaped itself begins no escape.
    if (UNREADABLE.matcher(text.replace("\\\\", "")).find()) {
      fail("SQL cannot read " + text);
    }
    if (!JournalReader.read(array).equals(List.of(element))) {
      fail("Reads otherwise: " + text);
    }
  }

  private static String strictly(byte[] utf8) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      return fail(Arrays.toString(utf8), e);
    }
  }

  /** Seen to fail with {@code \p{Cntrl}}, which leaves out U+0080 to U+009F. */
  private static void checkPrintable(@Nullable String message) {
    assertThat(message).isNotBlank();
    if (message != null
        && message
            .chars()
            .anyMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c))) {
      fail("Not printable: " + message);
    }
  }

  private static StreamEntry anEntry(Random random) {
    List<Request> requests = List.copyOf(Examples.requests().values());
    StreamEntry entry =
        StreamEntry.of(Examples.entry(7), requests.get(random.nextInt(requests.size())));
    Map<String, byte[]> fields = entry.fields();
    List<String> names = new ArrayList<>(fields.keySet());
    String name = names.get(random.nextInt(names.size()));
    switch (random.nextInt(5)) {
      case 0 -> fields.remove(name);
      case 1 -> fields.computeIfPresent(name, (_, value) -> mutated(value, random));
      case 2 ->
          fields.put(
              name, fields.getOrDefault(names.get(random.nextInt(names.size())), new byte[0]));
      case 3 -> fields.put("payload", aPayload(random));
      default -> fields.put(name, aText(random).getBytes(UTF_8));
    }
    return entry;
  }

  private static byte[] aPayload(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> {
        byte[] noise = new byte[random.nextInt(300)];
        random.nextBytes(noise);
        yield noise;
      }
      case 1 -> aText(random).getBytes(UTF_8);
      case 2 -> ("{" + aText(random) + "}").getBytes(UTF_8);
      case 3 ->
          new String(SEEDS.get(random.nextInt(SEEDS.size())), UTF_8)
              .getBytes(random.nextBoolean() ? StandardCharsets.UTF_16LE : UTF_8);
      case 4 -> "[".repeat(random.nextInt(20_000)).getBytes(UTF_8);
      default -> mutated(SEEDS.get(random.nextInt(SEEDS.size())), random);
    };
  }

  private static byte[] mutated(byte[] source, Random random) {
    byte[] bytes = source.clone();
    for (int n = random.nextInt(4); n >= 0; n--) {
      int at = random.nextInt(bytes.length + 1);
      int end = Math.min(bytes.length, at + random.nextInt(20));
      String fragment = FRAGMENTS.get(random.nextInt(FRAGMENTS.size()));
      bytes =
          switch (random.nextInt(5)) {
            // One byte that is any other: the way to ill-formed UTF-8.
            case 0 ->
                spliced(bytes, at, Math.min(at + 1, bytes.length), (byte) random.nextInt(256));
            case 1 -> spliced(bytes, at, at, fragment.getBytes(UTF_8));
            case 2 -> spliced(bytes, at, end, fragment.getBytes(UTF_8));
            case 3 -> spliced(bytes, at, end);
            default -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
          };
    }
    return bytes;
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte... middle) {
    byte[] result = Arrays.copyOf(bytes, bytes.length - (to - from) + middle.length);
    System.arraycopy(middle, 0, result, from, middle.length);
    System.arraycopy(bytes, to, result, from + middle.length, bytes.length - to);
    return result;
  }

  private static String aText(Random random) {
    var text = new StringBuilder();
    for (int n = random.nextInt(30); n > 0; n--) {
      text.append(FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
    }
    return text.toString();
  }
}
