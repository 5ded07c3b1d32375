package dev.sluice.bench.http.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyReaderTests {

  private static final String WITH_LENGTH =
      "HTTP/1.1 202 \r\nLocation: /v1/x\r\nContent-Length: 5\r\nDate: now\r\n\r\nhello";
  private static final String CHUNKED =
      String.join(
          "\r\n",
          "HTTP/1.1 200 OK",
          "Content-Type: text/plain",
          "transfer-encoding: chunked",
          "",
          "5;name=value",
          "hello",
          "A",
          ", everyone",
          "0",
          "Trailer: x",
          "",
          "");

  private final ReplyReader reader = new ReplyReader();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 16, 1_000})
  void readsAnAnswerHoweverItIsCut(int size) {
    assertThat(readInPieces(WITH_LENGTH, size).text()).isEqualTo("hello");
    assertThat(readInPieces(CHUNKED, size).text()).isEqualTo("hello, everyone");
  }

  @Test
  void tellsTheStatus() {
    assertThat(readInPieces(WITH_LENGTH, 1_000).isAccepted()).isTrue();
    assertThat(readInPieces(CHUNKED, 1_000).status()).isEqualTo(200);
  }

  @Test
  void endsAnswersWithoutABody() {
    assertThat(readInPieces("HTTP/1.1 202 \r\nContent-Length: 0\r\n\r\n", 5).body()).isEmpty();
    assertThat(readInPieces("HTTP/1.1 204 \r\n\r\n", 5).body()).isEmpty();
  }

  @Test
  void leavesWhatIsBehindTheAnswer() {
    ByteBuffer bytes = bytes(WITH_LENGTH + CHUNKED);

    assertThat(reader.read(bytes)).isTrue();
    assertThat(reader.take().text()).isEqualTo("hello");
    assertThat(reader.read(bytes)).isTrue();
    assertThat(reader.take().text()).isEqualTo("hello, everyone");
    assertThat(bytes.hasRemaining()).isFalse();
  }

  @Test
  void forgetsTheLengthOfTheAnswerBefore() {
    readInPieces(CHUNKED, 100);

    assertThat(readInPieces(WITH_LENGTH, 100).text()).isEqualTo("hello");
  }

  @Test
  void readsLinesLongerThanExpected() {
    String header = "X-Long: " + "x".repeat(5_000) + "\r\n";

    assertThat(readInPieces(WITH_LENGTH.replace("Date: now\r\n", header), 999).text())
        .isEqualTo("hello");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.0 200 OK\r\n",
        "SSH-2.0-OpenSSH\r\n",
        "HTTP/1.1 2x2 \r\n",
        "HTTP/1.1 200 \r\n\r\n",
        "HTTP/1.1 200 \r\nContent-Length: many\r\n",
        "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\nmany\r\n"
      })
  void refusesWhatItDoesNotUnderstand(String text) {
    ByteBuffer bytes = bytes(text);

    assertThatThrownBy(() -> reader.read(bytes)).isInstanceOf(BrokenReplyException.class);
  }

  private Reply readInPieces(String text, int size) {
    for (int from = 0; from < text.length(); from += size) {
      String piece = text.substring(from, Math.min(text.length(), from + size));
      boolean last = from + size >= text.length();
      assertThat(reader.read(bytes(piece))).isEqualTo(last);
    }
    return reader.take();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
  }
}
