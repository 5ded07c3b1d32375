package dev.sluice.intake.bulk.line;

import dev.sluice.contract.Limits;
import dev.sluice.web.problem.HttpProblem;
import dev.sluice.web.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds where the lines of a body begin and end, without reading what is in them: so that one that
 * is broken is known alone. Every byte is looked at once, or twice if it is blank.
 */
final class BodyLines {

  /** Brackets within brackets; a line may have far fewer, and is refused for it by itself. */
  private static final int DEPTH_MAX = Long.SIZE - 2;

  private final byte[] body;
  private final List<Range> ranges = new ArrayList<>();

  private BodyLines(byte[] body) {
    this.body = body;
  }

  /**
   * A line's bytes.
   *
   * @param number its number, from 1; of NDJSON, blank lines are counted and left out
   * @param offset of its first byte
   * @param length in bytes
   */
  record Range(int number, int offset, int length) {}

  /**
   * The lines of NDJSON, blank ones left out.
   *
   * @throws Problem 413 if they are too many
   */
  static List<Range> ofNdjson(byte[] body) {
    var lines = new BodyLines(body);
    int number = 0;
    int start = 0;
    while (start < body.length) {
      int end = start;
      while (end < body.length && body[end] != '\n') {
        end++;
      }
      number++;
      if (!lines.isBlank(start, end)) {
        lines.add(number, start, end);
      }
      start = end + 1;
    }
    return lines.ranges;
  }

  /**
   * The elements of a JSON array.
   *
   * @throws Problem 400 if the body is no array, 413 if the elements are too many
   */
  static List<Range> ofArray(byte[] body) {
    var lines = new BodyLines(body);
    lines.splitArray();
    return lines.ranges;
  }

  private void splitArray() {
    int i = skipBlank(0, body.length);
    if (i == body.length || body[i] != '[') {
      throw notAnArray();
    }
    i++;
    int start = i;
    int depth = 0;
    // A bit for each bracket that is open, the innermost last: 1 is a square one.
    long square = 0;
    boolean quoted = false;
    for (; i < body.length; i++) {
      byte b = body[i];
      if (quoted) {
        if (b == '\\') {
          i++;
        } else if (b == '"') {
          quoted = false;
        }
      } else if (b == '"') {
        quoted = true;
      } else if (b == '{' || b == '[') {
        if (++depth > DEPTH_MAX) {
          throw Problem.invalid("", "must not be nested deeper than " + DEPTH_MAX + " levels");
        }
        square = square << 1 | (b == '[' ? 1 : 0);
      } else if (depth == 0 && b == ']') {
        endArray(start, i);
        return;
      } else if (b == '}' || b == ']') {
        // One that closes what it did not open would hide the lines behind it.
        if (--depth < 0 || (square & 1) != (b == ']' ? 1 : 0)) {
          throw notAnArray();
        }
        square >>>= 1;
      } else if (depth == 0 && b == ',') {
        addElement(start, i);
        start = i + 1;
      }
    }
    throw notAnArray();
  }

  private void endArray(int start, int end) {
    if (!ranges.isEmpty() || !isBlank(start, end)) {
      addElement(start, end);
    }
    if (!isBlank(end + 1, body.length)) {
      throw notAnArray();
    }
  }

  private void addElement(int start, int end) {
    if (isBlank(start, end)) {
      throw Problem.invalid("", "must be a JSON array: there is nothing before or behind a comma");
    }
    add(ranges.size() + 1, start, end);
  }

  private void add(int number, int start, int end) {
    if (ranges.size() == Limits.BULK_LINES_MAX) {
      throw Problem.of(
          HttpProblem.TOO_LARGE,
          "A bulk call may have at most "
              + Limits.BULK_LINES_MAX
              + " lines; nothing was accepted.");
    }
    ranges.add(new Range(number, start, end - start));
  }

  private boolean isBlank(int from, int to) {
    return skipBlank(from, to) == to;
  }

  private int skipBlank(int from, int to) {
    int i = from;
    while (i < to && (body[i] == ' ' || body[i] == '\t' || body[i] == '\r' || body[i] == '\n')) {
      i++;
    }
    return i;
  }

  private static Problem notAnArray() {
    return Problem.invalid("", "must be a JSON array whose brackets and quotes match");
  }
}
