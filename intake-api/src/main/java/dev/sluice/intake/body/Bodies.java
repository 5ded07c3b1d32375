package dev.sluice.intake.body;

import dev.sluice.web.problem.HttpProblem;
import dev.sluice.web.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Reads bodies as bytes: up to a limit, and in time. */
@Component
public final class Bodies {

  private static final int BYTES_AT_FIRST = 8 * 1024;

  private final BodySettings settings;
  private final HeldBytes held;

  Bodies(BodySettings settings, HeldBytes held) {
    this.settings = settings;
    this.held = held;
  }

  /**
   * The whole body of a small call.
   *
   * @throws Problem 408 if it does not come in time, 413 if it has more bytes than that, 415 if it
   *     is compressed
   */
  public byte[] read(HttpServletRequest request, int bytesMax) throws IOException {
    return read(request, bytesMax, _ -> {});
  }

  /**
   * The whole body of a large call, counted as the caller's until it is closed.
   *
   * @throws Problem as above; and 429 or 503 if this caller, or all callers, send too much at once
   */
  public HeldBody hold(HttpServletRequest request, String caller, int bytesMax) throws IOException {
    var body = new HeldBody(held, caller);
    try {
      return body.filledWith(read(request, bytesMax, body::grow));
    } catch (IOException | RuntimeException e) {
      body.close();
      throw e;
    }
  }

  private byte[] read(HttpServletRequest request, int bytesMax, LongConsumer growing)
      throws IOException {
    refuseCompressed(request);
    long announced = request.getContentLengthLong();
    if (announced > bytesMax) {
      throw tooLarge(bytesMax);
    }
    long began = System.nanoTime();
    // One byte more than allowed is read, to know that there is one.
    int capacityMax = announced < 0 ? bytesMax + 1 : (int) announced;
    byte[] bytes = {};
    int length = 0;
    // Not closed: what is left of it is the server's, which may have to throw it away.
    InputStream in = request.getInputStream();
    while (true) {
      if (length == bytes.length && length < capacityMax) {
        int capacity = Math.min(capacityMax, Math.max(BYTES_AT_FIRST, 2 * length));
        growing.accept(capacity - length);
        bytes = Arrays.copyOf(bytes, capacity);
      }
      // Of an announced body the end is known; of another, one more read tells it.
      int read = length == bytes.length ? -1 : readInTime(in, bytes, length, began);
      if (read < 0) {
        if (length < announced) {
          throw Problem.of(
              HttpProblem.INVALID_REQUEST,
              "The body ends after %d of %d bytes.".formatted(length, announced));
        }
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
      }
      length += read;
      if (length > bytesMax) {
        throw tooLarge(bytesMax);
      }
    }
  }

  private int readInTime(InputStream in, byte[] bytes, int length, long began) throws IOException {
    Duration sofar = Duration.ofNanos(System.nanoTime() - began);
    if (sofar.compareTo(settings.timeFor(length)) > 0) {
      throw tooSlow();
    }
    // Silence for longer than the patience ends this too: the server answers 408 by itself.
    return in.read(bytes, length, bytes.length - length);
  }

  private static void refuseCompressed(HttpServletRequest request) {
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.isBlank() && !encoding.strip().equalsIgnoreCase("identity")) {
      throw Problem.of(
              HttpProblem.UNSUPPORTED_MEDIA_TYPE,
              "A body is read as it is: send it without Content-Encoding.")
          .header(HttpHeaders.ACCEPT_ENCODING, "identity");
    }
  }

  private Problem tooSlow() {
    return Problem.of(
        HttpProblem.TOO_SLOW,
        ("The body did not come in time: after %d s it must come at %d bytes/s or more, and be"
                + " there after %d s. Nothing was accepted.")
            .formatted(
                settings.patience().toSeconds(),
                settings.bytesPerSecondMin().toBytes(),
                settings.deadline().toSeconds()));
  }

  private static Problem tooLarge(int bytesMax) {
    return Problem.of(HttpProblem.TOO_LARGE, "The body may have at most " + bytesMax + " bytes.");
  }
}
