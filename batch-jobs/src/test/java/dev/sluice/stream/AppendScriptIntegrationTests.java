package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.Uuids;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.AppendCall;
import dev.sluice.contract.stream.AppendReply;
import dev.sluice.contract.stream.AppendReply.Bound;
import dev.sluice.contract.stream.AppendReply.Full;
import dev.sluice.contract.stream.AppendReply.Remembered;
import dev.sluice.contract.stream.AppendScript;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.IdMemory;
import dev.sluice.contract.stream.RecentPeriod;
import dev.sluice.contract.stream.RememberedRequest;
import dev.sluice.contract.stream.ShardKeys;
import dev.sluice.contract.stream.StreamEntry;
import dev.sluice.drain.DrainFixture;
import dev.sluice.drain.Memory;
import dev.sluice.drain.Requests;
import io.lettuce.core.Range;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StreamMessage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The script between intake and drain, on the real server. */
class AppendScriptIntegrationTests {

  @RegisterExtension static final DrainFixture fixture = new DrainFixture();

  private static final Duration DAY = Duration.ofDays(1);

  private final UUID session = UUID.randomUUID();
  private int shard;
  private ShardKeys keys;
  private Memory memory;

  private int backlogMax = 1_000;
  private Duration ageMax = Duration.ofMinutes(1);
  private Duration retention = DAY;
  private AppendScript version = AppendScript.newest();
  private AppendCall.Recent recent = AppendCall.Recent.LISTED;

  @BeforeEach
  void newShard() {
    shard = fixture.newShard();
    keys = new ShardKeys(shard);
    memory = fixture.memory(shard);
  }

  @ParameterizedTest
  @EnumSource
  void anEntryIsWhatTheDrainReads(AppendScript which) {
    version = which;
    Request request = any();
    AppendReply reply = append(request).getFirst();
    StreamMessage<String, byte[]> message = queued().getFirst();
    EntryId entry = EntryId.parse(message.getId());
    var read = new StreamEntry(entry, message.getBody());
    assertThat(read.decode()).isEqualTo(request);
    assertThat(read.isToBeLookedUp()).isFalse();
    assertThat(reply)
        .isEqualTo(new Remembered(RememberedRequest.of(entry, request.digest(), "anna", 1), false));
  }

  @Test
  void whatItRemembersIsFound() {
    Request request = any();
    AppendReply reply = append(request).getFirst();
    assertThat(memory.find(request)).contains(((Remembered) reply).remembered());
    assertThat(memory.find(any())).isEmpty();
    IdMemory ids = memory.ids();
    assertThat(ids.remembered()).isEqualTo(ids.bounds().unit() == 1 ? 1 : ids.remembered());
    assertThat(ids.young().began()).isEqualTo(((Remembered) reply).remembered().entry());
  }

  @ParameterizedTest
  @EnumSource
  void aRepeatGetsTheFirstAnswerAndAppendsNothing(AppendScript which) {
    version = which;
    Request request = any();
    AppendReply first = append(request).getFirst();
    Request other =
        Request.of(request.id(), session, "ben", new Command.Cancel(UUID.randomUUID(), List.of()));
    assertThat(append(request, other, any()))
        .satisfiesExactly(
            again -> assertThat(again).isEqualTo(repeated(first)),
            reused -> assertThat(reused).isEqualTo(repeated(first)),
            fresh -> assertThat(((Remembered) fresh).remembered().place()).isEqualTo(2));
    assertThat(queued()).hasSize(2);
  }

  /**
   * The second's entry is known before it is appended; so is the third's, and its id is not new.
   */
  @Test
  void aRepeatWithinOneCallIsOneRequest() {
    Request request = any();
    Request second = any();
    List<AppendReply> replies = append(request, second, second, request, any());
    assertThat(replies.get(2)).isEqualTo(repeated(replies.get(1)));
    assertThat(replies.get(3)).isEqualTo(repeated(replies.get(0)));
    assertThat(queued()).hasSize(3);
    assertThat(Stream.of(replies.get(0), replies.get(1), replies.get(4)).map(this::entry))
        .containsExactlyElementsOf(
            queued().stream().map(message -> EntryId.parse(message.getId())).toList());
    assertThat(memory.find(second).orElseThrow().entry()).isEqualTo(entry(replies.get(1)));
  }

  @Test
  void theSameIdOfAnotherSessionIsAnotherRequest() {
    Request request = any();
    Request other =
        Request.of(request.id(), UUID.randomUUID(), request.customer(), request.command());
    assertThat(append(request, other)).allMatch(AppendScriptIntegrationTests::isNew);
  }

  @Test
  void aFullBacklogTakesNothingButAnswersRepeats() {
    backlogMax = 2;
    Request first = any();
    List<AppendReply> replies = append(first, any(), any());
    assertThat(replies.get(2)).isEqualTo(new Full(Bound.ENTRIES));
    assertThat(append(any(), first))
        .containsExactly(new Full(Bound.ENTRIES), repeated(replies.get(0)));
    assertThat(queued()).hasSize(2);
  }

  @Test
  void aBacklogThatHasWaitedTooLongTakesNothing() {
    long old = System.currentTimeMillis() - 61_000;
    fixture
        .requests(shard)
        .addAt(new EntryId(old, 0), StreamEntry.of(EntryId.ZERO, any()).fields());
    assertThat(append(any())).containsExactly(new Full(Bound.AGE));
    ageMax = Duration.ofMinutes(2);
    assertThat(append(any())).allMatch(AppendScriptIntegrationTests::isNew);
  }

  /** What the bounds reckon with. Not the server's whole memory: its buffers come and go, too. */
  @Test
  void anIdIsRememberedInSixtyBytes() {
    int count = 40_000;
    backlogMax = count;
    // Nearly full, with room for what counting one id of a unit is off.
    memory.change(
        ids ->
            IdMemory.empty(IdMemory.Bounds.of(5L * count / 2 * IdMemory.BYTES_PER_ID, 1, DAY), 1));
    for (int i = 0; i < count; i += 500) {
      append(Stream.generate(this::any).limit(500).toArray(Request[]::new));
    }
    List<String> hashes = fixture.redis().keys(keys.ids() + ":*");
    long bytes = hashes.stream().mapToLong(hash -> fixture.redis().memoryUsage(hash)).sum() / count;
    assertThat(memory.ids().remembered()).isBetween(count * 9L / 10, count * 11L / 10);
    assertThat(bytes).isBetween(40L, (long) IdMemory.BYTES_PER_ID);
  }

  @Test
  void aFullHalfIsForgottenOnceItIsIndexed() {
    memory.bound(2);
    Request first = any();
    append(first, any());
    assertThat(append(any())).allMatch(AppendScriptIntegrationTests::isNew);
    IdMemory begun = memory.ids();
    assertThat(begun.young().number()).isEqualTo(2);
    assertThat(Objects.requireNonNull(begun.old()).number()).isEqualTo(1);
    assertThat(append(first)).noneMatch(AppendScriptIntegrationTests::isNew);
    // The young half is full, too; but nobody has indexed the old one.
    append(any(), any(), any());
    assertThat(append(first)).noneMatch(AppendScriptIntegrationTests::isNew);
    assertThat(memory.ids().remembered()).isEqualTo(4);
    assertThat(isToBeLookedUp()).isFalse();

    memory.change(ids -> ids.withIndexed(1));
    assertThat(append(first)).allMatch(AppendScriptIntegrationTests::isNew);
    assertThat(isToBeLookedUp()).isTrue();
    IdMemory next = memory.ids();
    assertThat(next.young().number()).isEqualTo(3);
    assertThat(Objects.requireNonNull(next.old()).number()).isEqualTo(2);
    assertThat(next.dropped()).extracting(IdMemory.Half::number).containsExactly(1L);
    assertThat(next.forgotten())
        .isEqualTo(Objects.requireNonNull(begun.young().began()).milliseconds());
    // Not for ever: what was forgotten is older than the retention then.
    memory.change(
        ids ->
            IdMemory.parse(
                ids.toString()
                    .replace(
                        " " + ids.forgotten() + " ",
                        " " + (ids.forgotten() - DAY.toMillis() - 1) + " ")));
    append(any());
    assertThat(isToBeLookedUp()).isFalse();
  }

  /** Found from outside: one caller could fill the memory of ids in 12 minutes. */
  @Test
  void aCustomerHasABoundOfItsOwn() {
    memory.change(
        ids -> ids.withBounds(new IdMemory.Bounds(1_000_000, 64, 1, 102, DAY.toMillis())));
    Request first = any();
    append(first);
    List<AppendReply> replies = append(Stream.generate(this::any).limit(300).toList());
    assertThat(replies.stream().filter(AppendScriptIntegrationTests::isNew)).hasSize(201);
    assertThat(replies.getLast()).isEqualTo(new Full(Bound.CUSTOMER));
    assertThat(queued()).hasSize(202);
    // Nothing is left of what was refused; repeats and others are answered.
    Request refused = any();
    assertThat(append(refused, first))
        .containsExactly(
            new Full(Bound.CUSTOMER),
            repeated(new Remembered(memory.find(first).orElseThrow(), false)));
    assertThat(memory.find(refused)).isEmpty();
    assertThat(append(Requests.best(session, "ben", "GOLD", 1)))
        .allMatch(AppendScriptIntegrationTests::isNew);
    // With the next half it begins anew.
    memory.bound(1);
    assertThat(append(refused)).allMatch(AppendScriptIntegrationTests::isNew);
  }

  @Test
  void theRecentRequestsOfACustomerAreKeptForTwoPeriods() {
    List<Request> all = Stream.generate(this::any).limit(130).toList();
    append(all);
    var period = RecentPeriod.at(Instant.now(), DAY);
    List<byte[]> names = fixture.redis().lrange(keys.recent(period, "anna"), 0, -1);
    assertThat(names).hasSizeBetween(50, 100);
    assertThat(
            names.stream()
                .map(name -> ByteBuffer.wrap(name, 16, 16))
                .map(AppendScriptIntegrationTests::uuid))
        .endsWith(all.get(128).id(), all.get(129).id());
    assertThat(fixture.redis().pttl(keys.recent(period, "anna")))
        .isBetween(DAY.toMillis(), 2 * DAY.toMillis());
  }

  /** Seen to fail: lists that were left out altogether counted nobody's ids. */
  @Test
  void withoutListsTheIdsOfACustomerAreCountedByTheMinute() {
    recent = AppendCall.Recent.COUNTED;
    memory.change(ids -> ids.withBounds(new IdMemory.Bounds(1_000_000, 64, 1, 1, DAY.toMillis())));
    List<AppendReply> replies = append(Stream.generate(this::any).limit(200).toList());
    assertThat(replies.getFirst()).matches(AppendScriptIntegrationTests::isNew);
    assertThat(replies.getLast()).isEqualTo(new Full(Bound.CUSTOMER));
    assertThat(fixture.redis().keys("{s" + shard + "}:recent*")).isEmpty();
    assertThat(fixture.redis().pttl(keys.counted("anna")))
        .isBetween(1L, AppendCall.COUNTED_FOR.toMillis());
  }

  private static UUID uuid(ByteBuffer bytes) {
    byte[] id = new byte[16];
    bytes.get(id);
    return Uuids.fromBytes(id);
  }

  /**
   * An intake of the version before asks for its own: parts are not all replaced at once. But what
   * an older script remembers later nobody would find, so a Redis that starts then has the newest.
   */
  @ParameterizedTest
  @CsvSource({"3600000, true", "-3600000, false"})
  void olderVersionsAreLoadedWhileTheirFormIsWritten(long left, boolean loaded) {
    long now = System.currentTimeMillis();
    memory.change(ids -> ids.withOlder(now + DAY.toMillis(), now + left));
    fixture.redis().scriptFlush();
    fixture.verify(shard);
    String[] shas =
        AppendScript.versionsForShard(shard).stream()
            .map(fixture.redis()::digest)
            .toArray(String[]::new);
    assertThat(fixture.redis().scriptExists(shas)).containsExactly(true, loaded, loaded);
  }

  /** A drain may be away for as long as entries may wait: none of their ids may go meanwhile. */
  @Test
  void idsThatWouldGoBeforeTheirRequestsAreRefused() {
    memory.change(
        ids -> ids.withBounds(new IdMemory.Bounds(1_000_000, 64, 1, 1_000_000, ageMax.toMillis())));
    assertThatThrownBy(() -> append(any())).hasMessageContaining("sluice.ids.retention");
    assertThat(queued()).isEmpty();
  }

  /** Halves change places only where something is appended, or repeats would not be found. */
  @Test
  void aFullBacklogAnswersRepeatsThatAreInTheOldHalf() {
    memory.bound(2);
    Request first = any();
    append(first, any());
    append(any(), any());
    memory.change(ids -> ids.withIndexed(1));
    backlogMax = 4;
    assertThat(append(first, any()))
        .containsExactly(
            repeated(new Remembered(memory.find(first).orElseThrow(), false)),
            new Full(Bound.ENTRIES));
  }

  /**
   * Seen to fail in both directions without the older form: the repeat was appended a second time.
   */
  @ParameterizedTest
  @EnumSource(names = {"VERSION_1", "VERSION_2"})
  void versionsFindEachOthersIdsDuringAnUpgrade(AppendScript older) {
    long now = System.currentTimeMillis();
    memory.change(ids -> ids.withOlder(now + DAY.toMillis(), now + 3_600_000));
    Request request = any();
    version = older;
    AppendReply byOlder = append(request).getFirst();
    version = AppendScript.newest();
    assertThat(append(request)).containsExactly(repeated(byOlder));
    assertThat(memory.find(request)).contains(((Remembered) byOlder).remembered());

    Request other = any();
    AppendReply byNewest = append(any(), other).getLast();
    assertThat(fixture.redis().pttl(keys.request(session, other.id())))
        .isBetween(3_500_000L, 3_600_000L);
    version = older;
    assertThat(append(other)).containsExactly(repeated(byNewest));
    assertThat(queued()).hasSize(3);

    // Once those of the older version are gone, nothing more is written for them.
    memory.change(ids -> ids.withOlder(now + DAY.toMillis(), now - 1));
    version = AppendScript.newest();
    Request late = any();
    append(late);
    assertThat(fixture.redis().exists(keys.request(session, late.id()))).isZero();
  }

  /**
   * Its marker is there, but what is remembered is in the older form: the older script is called.
   */
  @Test
  void aRedisThatOnlyAnOlderVersionHasVerifiedSaysSo() {
    fixture.redis().del(keys.ids());
    assertThatThrownBy(() -> append(any())).hasMessageStartingWith("NOSCRIPT");
    version = AppendScript.VERSION_2;
    Request request = any();
    AppendReply reply = append(request).getFirst();
    assertThat(memory.find(request)).contains(((Remembered) reply).remembered());
  }

  @Test
  void anUnverifiedRedisTakesNothing() {
    fixture.redis().del(keys.verified(), keys.ids());
    assertThatThrownBy(() -> append(any()))
        .isInstanceOf(RedisCommandExecutionException.class)
        .hasMessageStartingWith("UNVERIFIED");
    assertThat(queued()).isEmpty();
  }

  /** Nothing is taken back when a script fails, so a call that cannot end is refused first. */
  @Test
  void aCallThatDoesNotFitTogetherAppendsNothing() {
    fixture.redis().set(keys.ids(), Requests.utf8("not a state"));
    assertThatThrownBy(() -> append(any())).hasMessageContaining("nothing is appended");
    version = AppendScript.VERSION_2;
    retention = Duration.ZERO;
    assertThatThrownBy(() -> append(any())).hasMessageContaining("nothing is appended");
    assertThat(queued()).isEmpty();
  }

  @Test
  void withoutMemoryNothingIsAppendedInPartAndRepeatsAreAnswered() {
    Request known = any();
    AppendReply first = append(known).getFirst();
    fixture.redis().del(keys.ageSeen());
    String max = Objects.requireNonNull(fixture.redis().configGet("maxmemory").get("maxmemory"));
    fixture.redis().configSet("maxmemory", "1");
    try {
      assertThatThrownBy(() -> append(any(), any())).hasMessageStartingWith("OOM");
      assertThat(append(known, known)).containsOnly(repeated(first));
    } finally {
      fixture.redis().configSet("maxmemory", max);
    }
    assertThat(queued()).hasSize(1);
  }

  @Test
  void allKeysOfAShardShareItsHashTag() {
    assertThat(
            List.of(
                keys.requests(),
                keys.outcomes(),
                keys.lease(),
                keys.relay(),
                keys.indexing(),
                keys.verified(),
                keys.ids(),
                keys.ids(1, 2),
                keys.customers(1),
                keys.ageSeen(),
                keys.request(session, UUID.randomUUID()),
                keys.recent(RecentPeriod.at(Instant.now(), DAY), "anna"),
                keys.counted("anna"),
                keys.recentLeftOut(),
                IncompleteMarker.key(keys)))
        .allMatch(key -> key.startsWith("{s" + shard + "}:"));
    // Whatever else a drain writes: everything that this shard has by now.
    append(IntStream.range(0, 200).mapToObj(i -> any()).toList());
    fixture.drain(shard);
    assertThat(fixture.redis().keys("*s" + shard + "*"))
        .isNotEmpty()
        .allMatch(key -> key.startsWith("{s" + shard + "}:"));
  }

  private List<AppendReply> append(Request... all) {
    return append(List.of(all));
  }

  private List<AppendReply> append(List<Request> all) {
    var limit = new AppendCall.Limit(backlogMax, ageMax, retention, recent);
    var call =
        AppendCall.of(
            version, keys, limit, Instant.now(), all.stream().map(AppendCall.Encoded::of).toList());
    if (version != AppendScript.newest()) {
      // As a lease holder of that version does.
      fixture.redis().scriptLoad(version.forShard(shard));
    }
    List<byte[]> replies =
        fixture
            .redis()
            .evalsha(
                fixture.redis().digest(version.forShard(shard)),
                ScriptOutputType.MULTI,
                call.keys(),
                call.arguments());
    return replies.stream().map(AppendReply::parse).toList();
  }

  private boolean isToBeLookedUp() {
    StreamMessage<String, byte[]> last = queued().getLast();
    return new StreamEntry(EntryId.parse(last.getId()), last.getBody()).isToBeLookedUp();
  }

  private EntryId entry(AppendReply reply) {
    return ((Remembered) reply).remembered().entry();
  }

  private static boolean isNew(AppendReply reply) {
    return reply instanceof Remembered(var remembered, boolean repeated) && !repeated;
  }

  private static AppendReply repeated(AppendReply reply) {
    return new Remembered(((Remembered) reply).remembered(), true);
  }

  private List<StreamMessage<String, byte[]>> queued() {
    return new ArrayList<>(fixture.redis().xrange(keys.requests(), Range.unbounded()));
  }

  private Request any() {
    return Requests.best(session, "anna", "GOLD", 1);
  }
}
