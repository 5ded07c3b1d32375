package dev.sluice.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/** A call byte by byte, for what no client library would send. */
final class RawCall implements AutoCloseable {

  private final Socket socket;

  private RawCall(Socket socket) {
    this.socket = socket;
  }

  /** Opens a connection; reading from it is given up after half a minute. */
  static RawCall to(Intake intake) {
    URI base = URI.create(intake.base());
    try {
      var socket = new Socket(base.getHost(), base.getPort());
      socket.setSoTimeout((int) Duration.ofSeconds(30).toMillis());
      return new RawCall(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RawCall send(String text) {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawCall send(byte[] bytes) {
    try {
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
      out.flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The head and the beginning of the body: what comes until the server has no more for now. */
  Reply receive() {
    try {
      InputStream in = socket.getInputStream();
      var text = new StringBuilder();
      while (text.indexOf("\r\n\r\n") < 0 || text.length() < expectedLength(text)) {
        int next = in.read();
        if (next < 0) {
          break;
        }
        text.append((char) next);
      }
      return Reply.parse(text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the server closes the connection before reading is given up. */
  boolean isClosedByServer() {
    try {
      return socket.getInputStream().read() < 0;
    } catch (IOException e) {
      return !(e instanceof java.net.SocketTimeoutException);
    }
  }

  /** Ends the connection at once, as a process that dies does. */
  void hangUp() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int expectedLength(StringBuilder text) {
    int head = text.indexOf("\r\n\r\n") + 4;
    String headers = text.substring(0, head).toLowerCase(Locale.ROOT);
    int length = headers.indexOf("content-length:");
    if (length >= 0) {
      int end = headers.indexOf('\r', length);
      return head + Integer.parseInt(headers.substring(length + 15, end).strip());
    }
    return headers.contains("chunked") && !text.toString().endsWith("\r\n0\r\n\r\n")
        ? Integer.MAX_VALUE
        : head;
  }

  /** An answer as it came. */
  record Reply(int status, String head, String body) {

    static Reply parse(String text) {
      int end = text.indexOf("\r\n\r\n");
      String head = end < 0 ? text : text.substring(0, end);
      return new Reply(
          head.startsWith("HTTP/1.1 ") ? Integer.parseInt(head.substring(9, 12)) : 0,
          head,
          end < 0 ? "" : text.substring(end + 4));
    }
  }
}
