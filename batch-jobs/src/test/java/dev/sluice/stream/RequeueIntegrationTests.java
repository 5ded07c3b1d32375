package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.outcome.Outcome;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.contract.stream.StreamEntry;
import dev.sluice.drain.DrainFixture;
import dev.sluice.drain.Requests;
import dev.sluice.shard.Shards;
import io.lettuce.core.Range;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StreamMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.util.unit.DataSize;

/** An entry that is queued again says whether the index is to be asked for its id. */
class RequeueIntegrationTests {

  /** Room for an id in each half. */
  private static final IdSettings SMALL =
      new IdSettings(Duration.ofHours(24), DataSize.ofBytes(144), 0.1, Duration.ZERO);

  @RegisterExtension static final DrainFixture fixture = new DrainFixture();

  private int shard;
  private ShardKeys keys;
  private UUID session;
  private Requests requests;

  @BeforeEach
  void newShard() {
    shard = fixture.newShard();
    keys = new ShardKeys(shard);
    session = fixture.newSession(shard);
    requests = fixture.requests(shard);
  }

  /** Without the field its request would be decided a second time. Seen to fail without it. */
  @Test
  void anIdThatMayBeForgottenIsLookedUp() {
    Request first = any();
    decide(first);
    decideMore();
    standBelow(Requests.fields(first));
    verify(SMALL);
    assertThat(queued().isToBeLookedUp()).isTrue();
    assertThat(fixture.drain(shard))
        .flatExtracting(SliceMessage::elements)
        .extracting(JournalElement::outcome)
        .singleElement()
        .isInstanceOf(Outcome.Duplicate.class);
  }

  /** Seen to fail: a second field of that name. The instant is that of its first id, too. */
  @Test
  void anEntryThatSaysSoAlreadySaysItOnce() {
    decideMore();
    Map<String, byte[]> fields = new HashMap<>(Requests.fields(any()));
    fields.put("lookup", Requests.utf8("1"));
    fields.put(StreamEntry.ACCEPTED, Requests.utf8("1700000000000"));
    standBelow(fields);
    verify(SMALL);
    assertThat(queued().isToBeLookedUp()).isTrue();
    assertThat(queued().firstAccepted()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_000L));
    assertThat(fieldsQueued()).isEqualTo(fields.size());
  }

  /** Seen to fail: the index was asked for ids of which none can be missing. */
  @Test
  void anIdThatIsNotForgottenIsNot() {
    decideMore();
    standBelow(Requests.fields(any()));
    verify(DrainFixture.IDS);
    assertThat(queued().isToBeLookedUp()).isFalse();
    fixture.drain(shard);
  }

  private void decide(Request request) {
    requests.append(request);
    fixture.drain(shard);
  }

  /** More slices than ids have room. */
  private void decideMore() {
    for (int i = 0; i < 4; i++) {
      decide(any());
    }
  }

  /** As in a Redis whose clock lay behind: an entry below the watermark that nobody decided. */
  private void standBelow(Map<String, byte[]> fields) {
    EntryId watermark =
        Objects.requireNonNull(
                fixture.transactions().execute(status -> fixture.shards().lock(shard)))
            .state()
            .watermark();
    fixture.redis().del(keys.requests());
    requests.addAt(new EntryId(watermark.milliseconds() - 1, 0), fields);
  }

  private void verify(IdSettings settings) {
    try (ShardRedis redis = ShardRedis.connect(fixture.drainRedis(), shard)) {
      Shards.Locked locked =
          Objects.requireNonNull(
              fixture.transactions().execute(status -> fixture.shards().lock(shard)));
      fixture.verification(redis, settings).verify(locked.state(), locked.clock());
    }
  }

  private StreamEntry queued() {
    StreamMessage<String, byte[]> only =
        fixture.redis().xrange(keys.requests(), Range.unbounded()).getFirst();
    return new StreamEntry(EntryId.parse(only.getId()), only.getBody());
  }

  /** Counted by Redis, as a map would hide one that is twice. */
  private long fieldsQueued() {
    Long words =
        fixture
            .redis()
            .eval(
                "return #redis.call('XRANGE', KEYS[1], '-', '+')[1][2]",
                ScriptOutputType.INTEGER,
                new String[] {keys.requests()});
    return Objects.requireNonNull(words) / 2;
  }

  private Request any() {
    return Requests.best(session, "anna", "PLATINUM", 1);
  }
}
