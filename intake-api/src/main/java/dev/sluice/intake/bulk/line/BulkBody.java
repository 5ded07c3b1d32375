package dev.sluice.intake.bulk.line;

import dev.sluice.contract.request.Digest;
import dev.sluice.contract.request.Request;
import dev.sluice.web.problem.Problem;
import dev.sluice.web.security.Caller;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.IntConsumer;

/**
 * A bulk call's body, read.
 *
 * @param lines what its lines say, in order
 * @param meaning what tells it from another body: of a request what it asks for, as with single
 *     calls, so that white space, the order of fields and the media type make no difference; of
 *     what is none, its bytes
 */
public record BulkBody(List<Line> lines, Digest meaning) {

  /** A line's number and what it means. */
  private static final int MEANING_BYTES = Integer.BYTES + 16;

  /** Broken lines whose fields are told of; a call of mistakes must not become a huge answer. */
  private static final int DETAILED_MAX = 1_000;

  /**
   * Reads a body.
   *
   * @param ndjson whether it is NDJSON, else a JSON array
   * @param bulk the call's id, from which the lines' follow
   * @param counted told how many lines there are before they are read
   * @throws Problem if it is no list of lines, has none or too many, or as the count's consumer
   *     says
   */
  public static BulkBody read(
      byte[] body, boolean ndjson, UUID bulk, Caller caller, IntConsumer counted) {
    List<BodyLines.Range> ranges = ndjson ? BodyLines.ofNdjson(body) : BodyLines.ofArray(body);
    if (ranges.isEmpty()) {
      throw Problem.invalid("", "must have at least one line");
    }
    counted.accept(ranges.size());
    var reader = new LineReader(body, bulk, caller);
    var lines = new ArrayList<Line>(ranges.size());
    ByteBuffer meanings = ByteBuffer.allocate(ranges.size() * MEANING_BYTES);
    int broken = 0;
    for (BodyLines.Range range : ranges) {
      Line line = reader.read(range);
      meanings.putInt(range.number()).put(meaning(line, body, range, caller).toBytes());
      if (line instanceof Line.Broken(int number, LineProblem problem) && ++broken > DETAILED_MAX) {
        line = new Line.Broken(number, problem.withoutErrors());
      }
      lines.add(line);
    }
    return new BulkBody(lines, Digest.of(caller.name(), meanings.array()));
  }

  private static Digest meaning(Line line, byte[] body, BodyLines.Range range, Caller caller) {
    return switch (line) {
      case Line.Wish(_, Request request) -> request.digest();
      case Line.Broken broken ->
          Digest.of(
              caller.name(),
              Arrays.copyOfRange(body, range.offset(), range.offset() + range.length()));
    };
  }
}
