package dev.sluice.contract.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A question for what is remembered of request ids. Its script changes nothing, so anybody who asks
 * may send it along; it answers whether the ids were remembered by this version or by older ones.
 *
 * @param keys its keys. Not to be changed
 * @param arguments its arguments. Not to be changed
 */
public record RecallCall(String[] keys, byte[][] arguments) {

  /** Ids of one question: more would hold up the server's other clients for too long. */
  public static final int IDS_MAX = 1_000;

  /** The script. */
  public static final String SCRIPT = Resource.read("recall.lua");

  /**
   * A question for ids of a shard.
   *
   * @param ids session and request id of each
   */
  public static RecallCall of(ShardKeys keys, Stream<Id> ids) {
    Stream<byte[]> each =
        ids.flatMap(
            one ->
                Stream.of(
                    RememberedRequest.keyOf(one.session, one.id),
                    (one.session + ":" + one.id).getBytes(US_ASCII)));
    return new RecallCall(
        new String[] {keys.ids()},
        Stream.concat(Stream.of(keys.requestPrefix().getBytes(US_ASCII)), each)
            .toArray(byte[][]::new));
  }

  /**
   * Reads an answer.
   *
   * @param answer to one id, in their order
   * @return null if nothing is remembered
   */
  public static @Nullable RememberedRequest parse(byte @Nullable [] answer) {
    return answer == null ? null : RememberedRequest.parse(answer);
  }

  /** A request id in its session. */
  public record Id(UUID session, UUID id) {}
}
