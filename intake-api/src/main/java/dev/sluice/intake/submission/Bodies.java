package dev.sluice.intake.submission;

import dev.sluice.intake.problem.Problem;
import dev.sluice.intake.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;

/** Reads bodies as bytes, up to a limit. */
public final class Bodies {

  private Bodies() {}

  /**
   * The whole body.
   *
   * @throws Problem 413 if it has more bytes than that
   */
  public static byte[] read(HttpServletRequest request, int bytesMax) throws IOException {
    if (request.getContentLengthLong() > bytesMax) {
      throw tooLarge(bytesMax);
    }
    try (InputStream in = request.getInputStream()) {
      byte[] body = in.readNBytes(bytesMax + 1);
      if (body.length > bytesMax) {
        throw tooLarge(bytesMax);
      }
      return body;
    }
  }

  private static Problem tooLarge(int bytesMax) {
    return Problem.of(ProblemType.TOO_LARGE, "The body may have at most " + bytesMax + " bytes.");
  }
}
