package dev.sluice.bench.http.client;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads one answer after the other from the bytes of a connection, however they are cut. It knows
 * just enough of HTTP/1.1 to cost next to nothing: of the headers only those that tell the body's
 * length.
 */
final class ReplyReader {

  private static final int LINE_EXPECTED = 256;
  private static final int LINE_MAX = 16 * 1024;
  private static final int NO_LENGTH = -1;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  private enum Expecting {
    /** The first line of an answer. */
    STATUS,
    /** A header, or the empty line behind the last one. */
    HEADER,
    /** So many bytes of the body. */
    BODY,
    /** The line with a chunk's size. */
    CHUNK_SIZE,
    /** So many bytes of a chunk. */
    CHUNK,
    /** The end of the line behind a chunk. */
    CHUNK_END,
    /** A header behind the last chunk, or the empty line at the end. */
    TRAILER
  }

  private byte[] line = new byte[LINE_EXPECTED];
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private Expecting expecting = Expecting.STATUS;
  private int lineLength;
  private int status;
  private int left = NO_LENGTH;
  private boolean chunked;
  private boolean complete;

  /**
   * Takes bytes up to the end of the answer; what is behind it is left.
   *
   * @return whether the answer is complete now
   * @throws BrokenReplyException if it is not to be understood
   */
  boolean read(ByteBuffer bytes) {
    while (bytes.hasRemaining() && !complete) {
      if (expecting == Expecting.BODY || expecting == Expecting.CHUNK) {
        takeBody(bytes);
      } else {
        takeLine(bytes);
      }
    }
    return complete;
  }

  /** The complete answer; the next one may be read then. */
  Reply take() {
    if (!complete) {
      throw new IllegalStateException("The answer is not complete");
    }
    var reply = new Reply(status, body.toByteArray());
    body.reset();
    expecting = Expecting.STATUS;
    complete = false;
    return reply;
  }

  private void takeBody(ByteBuffer bytes) {
    int count = Math.min(left, bytes.remaining());
    body.write(bytes.array(), bytes.arrayOffset() + bytes.position(), count);
    bytes.position(bytes.position() + count);
    left -= count;
    if (left == 0) {
      if (expecting == Expecting.CHUNK) {
        expecting = Expecting.CHUNK_END;
      } else {
        complete = true;
      }
    }
  }

  private void takeLine(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      byte b = bytes.get();
      if (b == '\n') {
        int length = lineLength > 0 && line[lineLength - 1] == '\r' ? lineLength - 1 : lineLength;
        lineLength = 0;
        endLine(length);
        return;
      }
      if (lineLength == line.length) {
        growLine();
      }
      line[lineLength++] = b;
    }
  }

  private void growLine() {
    if (line.length >= LINE_MAX) {
      throw new BrokenReplyException("A line is longer than " + LINE_MAX + " bytes");
    }
    line = Arrays.copyOf(line, 2 * line.length);
  }

  private void endLine(int length) {
    switch (expecting) {
      case STATUS -> readStatus(length);
      case HEADER -> {
        if (length == 0) {
          beginBody();
        } else {
          readHeader(length);
        }
      }
      case CHUNK_SIZE -> beginChunk(length);
      case CHUNK_END -> expecting = Expecting.CHUNK_SIZE;
      case TRAILER -> complete = length == 0;
      case BODY, CHUNK -> throw new IllegalStateException("A body has no lines");
    }
  }

  private void readStatus(int length) {
    String text = text(length);
    if (!text.startsWith("HTTP/1.1 ") || length < 12) {
      throw new BrokenReplyException("No status: " + text);
    }
    status = number(text.substring(9, 12), 10);
    left = NO_LENGTH;
    chunked = false;
    expecting = Expecting.HEADER;
  }

  private void readHeader(int length) {
    // By their first letters, so that the many others cost nothing.
    byte first = line[0];
    if (first != 'C' && first != 'c' && first != 'T' && first != 't') {
      return;
    }
    String text = text(length).toLowerCase(Locale.ROOT);
    if (text.startsWith("content-length:")) {
      left = number(text.substring("content-length:".length()).strip(), 10);
    } else if (text.startsWith("transfer-encoding:")) {
      chunked = text.endsWith("chunked");
    }
  }

  private void beginBody() {
    if (chunked) {
      expecting = Expecting.CHUNK_SIZE;
    } else if (left > 0) {
      expecting = Expecting.BODY;
    } else if (left == 0 || status == NO_CONTENT || status == NOT_MODIFIED) {
      complete = true;
    } else {
      throw new BrokenReplyException("An answer " + status + " does not tell its length");
    }
  }

  private void beginChunk(int length) {
    String size = text(length);
    int extension = size.indexOf(';');
    left = number(extension < 0 ? size : size.substring(0, extension), 16);
    expecting = left == 0 ? Expecting.TRAILER : Expecting.CHUNK;
  }

  private String text(int length) {
    return new String(line, 0, length, StandardCharsets.ISO_8859_1);
  }

  private static int number(String text, int radix) {
    try {
      return Integer.parseUnsignedInt(text.strip(), radix);
    } catch (NumberFormatException e) {
      throw new BrokenReplyException("Not a number: " + text);
    }
  }
}
