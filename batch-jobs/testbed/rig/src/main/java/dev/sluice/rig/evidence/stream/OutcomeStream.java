package dev.sluice.rig.evidence.stream;

import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.rig.evidence.client.Answer;
import dev.sluice.rig.evidence.client.Decided;
import dev.sluice.rig.evidence.client.RequestKey;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A shard's outcome stream: what intakes tell clients, where no intake is there to be asked. */
public final class OutcomeStream implements AutoCloseable {

  private static final int SLICES_PER_READ = 16;

  private final RedisClient client;
  private final StatefulRedisConnection<String, byte[]> connection;
  private final ShardKeys keys;

  /** That of a shard in the Redis at this address. */
  public OutcomeStream(String uri, int shard) {
    client = RedisClient.create(uri);
    connection = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
    keys = new ShardKeys(shard);
  }

  /** What is told of every request that was decided behind a number, in order. */
  public List<Answer> answersAfter(long number) {
    var answers = new ArrayList<Answer>();
    EntryId next = EntryId.ZERO;
    while (true) {
      List<StreamMessage<String, byte[]>> messages =
          connection
              .sync()
              .xrange(
                  keys.outcomes(), Range.create(next.toString(), "+"), Limit.from(SLICES_PER_READ));
      if (messages.isEmpty()) {
        return answers;
      }
      for (StreamMessage<String, byte[]> message : messages) {
        EntryId id = EntryId.parse(message.getId());
        SliceMessage slice = SliceMessage.fromFields(keys.shard(), id, message.getBody());
        if (slice.firstNumber() > number) {
          add(slice, answers);
        }
        next = id.next();
      }
    }
  }

  private static void add(SliceMessage slice, List<Answer> answers) {
    List<JournalElement> elements = slice.elements();
    for (int rank = 0; rank < elements.size(); rank++) {
      if (elements.get(rank) instanceof JournalElement.Decided decided) {
        answers.add(
            new Answer(
                new RequestKey(decided.request().session(), decided.request().id()),
                "DECIDED",
                decided.outcome(),
                new Decided(
                    slice.shard(),
                    slice.firstNumber() + rank,
                    slice.firstNumber(),
                    rank,
                    slice.decidedAt())));
      }
    }
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
