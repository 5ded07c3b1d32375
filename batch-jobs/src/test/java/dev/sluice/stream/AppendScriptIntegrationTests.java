package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.AppendScript;
import dev.sluice.contract.Command;
import dev.sluice.contract.CommandJson;
import dev.sluice.contract.EntryId;
import dev.sluice.contract.RememberedRequest;
import dev.sluice.contract.Request;
import dev.sluice.contract.ShardKeys;
import dev.sluice.contract.StreamEntry;
import dev.sluice.drain.DrainFixture;
import dev.sluice.drain.Requests;
import io.lettuce.core.Range;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The script between intake and drain, on the real server. */
class AppendScriptIntegrationTests {

  @RegisterExtension static final DrainFixture fixture = new DrainFixture();

  private final UUID session = UUID.randomUUID();
  private int shard;
  private ShardKeys keys;

  private int backlogMax = 1_000;
  private long ageMaxMillis = 60_000;
  private String retention = "3600";

  @BeforeEach
  void newShard() {
    shard = fixture.newShard();
    keys = new ShardKeys(shard);
  }

  @Test
  void anEntryIsWhatTheDrainReads() {
    Request request = any();
    String reply = append(request).getFirst();
    StreamMessage<String, byte[]> message = queued().getFirst();
    EntryId entry = EntryId.parse(message.getId());
    assertThat(new StreamEntry(entry, message.getBody()).decode()).isEqualTo(request);
    assertThat(reply).isEqualTo("A " + new RememberedRequest(entry, request.digest(), "anna", 1));
    assertThat(remembered(request)).isEqualTo(reply.substring(2));
    assertThat(fixture.redis().ttl(key(request))).isBetween(3_590L, 3_600L);
  }

  @Test
  void aRepeatGetsTheFirstAnswerAndAppendsNothing() {
    Request request = any();
    String first = append(request).getFirst();
    Request other =
        Request.of(request.id(), session, "ben", new Command.Cancel(UUID.randomUUID(), List.of()));
    assertThat(append(request, other, any()))
        .satisfiesExactly(
            again -> assertThat(again).isEqualTo("R" + first.substring(1)),
            reused -> assertThat(reused).isEqualTo("R" + first.substring(1)),
            fresh -> assertThat(fresh).startsWith("A ").endsWith(" 2"));
    assertThat(queued()).hasSize(2);
  }

  @Test
  void aRepeatWithinOneCallIsOneRequest() {
    Request request = any();
    List<String> replies = append(request, request);
    assertThat(replies.get(1)).isEqualTo("R" + replies.get(0).substring(1));
    assertThat(queued()).hasSize(1);
  }

  @Test
  void theSameIdOfAnotherSessionIsAnotherRequest() {
    Request request = any();
    Request other =
        Request.of(request.id(), UUID.randomUUID(), request.customer(), request.command());
    assertThat(append(request, other)).allMatch(reply -> reply.startsWith("A "));
  }

  @Test
  void aFullBacklogTakesNothingButAnswersRepeats() {
    backlogMax = 2;
    Request first = any();
    List<String> replies = append(first, any(), any());
    assertThat(replies.get(2)).isEqualTo("F entries");
    assertThat(append(any(), first))
        .containsExactly("F entries", "R" + replies.get(0).substring(1));
    assertThat(queued()).hasSize(2);
  }

  @Test
  void aBacklogThatHasWaitedTooLongTakesNothing() {
    long old = System.currentTimeMillis() - 61_000;
    fixture
        .requests(shard)
        .addAt(new EntryId(old, 0), StreamEntry.of(EntryId.ZERO, any()).fields());
    assertThat(append(any())).containsExactly("F age");
    ageMaxMillis = 120_000;
    assertThat(append(any()).getFirst()).startsWith("A ");
  }

  /** What the intake's retention reckons with: all but the stream, with a customer of 4 letters. */
  @Test
  void anIdIsRememberedInSomeThreeHundredBytes() {
    int count = 20_000;
    backlogMax = count;
    long before = usedMemory();
    for (int i = 0; i < count; i += 500) {
      append(Stream.generate(this::any).limit(500).toArray(Request[]::new));
    }
    fixture.redis().del(keys.requests());
    long bytes = (usedMemory() - before) / count;
    assertThat(bytes).isBetween(150L, 330L);
  }

  private long usedMemory() {
    return fixture
        .redis()
        .info("memory")
        .lines()
        .filter(line -> line.startsWith("used_memory:"))
        .mapToLong(line -> Long.parseLong(line.substring("used_memory:".length())))
        .findFirst()
        .orElseThrow();
  }

  /** An intake of the version before asks for its own: parts are not all replaced at once. */
  @Test
  void everyVersionIsLoaded() {
    String[] shas =
        AppendScript.versionsForShard(shard).stream()
            .map(fixture.redis()::digest)
            .toArray(String[]::new);
    assertThat(fixture.redis().scriptExists(shas)).hasSize(2).containsOnly(true);
  }

  @Test
  void anUnverifiedRedisTakesNothing() {
    fixture.redis().del(keys.verified());
    assertThatThrownBy(() -> append(any()))
        .isInstanceOf(RedisCommandExecutionException.class)
        .hasMessageStartingWith("UNVERIFIED");
    assertThat(queued()).isEmpty();
  }

  /** Nothing is taken back when a script fails, so a call that cannot end is refused first. */
  @Test
  void aCallThatDoesNotFitTogetherAppendsNothing() {
    retention = "0";
    assertThatThrownBy(() -> append(any())).hasMessageContaining("nothing is appended");
    assertThat(queued()).isEmpty();
  }

  @Test
  void withoutMemoryNothingIsAppendedInPart() {
    String memory = Objects.requireNonNull(fixture.redis().configGet("maxmemory").get("maxmemory"));
    fixture.redis().configSet("maxmemory", "1");
    try {
      assertThatThrownBy(() -> append(any(), any())).hasMessageStartingWith("OOM");
    } finally {
      fixture.redis().configSet("maxmemory", memory);
    }
    assertThat(queued()).isEmpty();
  }

  @Test
  void allKeysOfAShardShareItsHashTag() {
    assertThat(
            List.of(
                keys.requests(),
                keys.outcomes(),
                keys.lease(),
                keys.relay(),
                keys.verified(),
                keys.request(session, UUID.randomUUID()),
                keys.recent("anna"),
                ShardRedis.incompleteKey(keys)))
        .allMatch(key -> key.startsWith("{s" + shard + "}:"));
    // Whatever else a drain writes: everything that this shard has by now.
    append(any());
    fixture.drain(shard);
    assertThat(fixture.redis().keys("*s" + shard + "*"))
        .isNotEmpty()
        .allMatch(key -> key.startsWith("{s" + shard + "}:"));
  }

  private List<String> append(Request... all) {
    var touched = new ArrayList<>(List.of(keys.requests(), keys.verified()));
    var arguments =
        new ArrayList<>(
            List.of(
                utf8(Integer.toString(backlogMax)),
                utf8(Long.toString(ageMaxMillis)),
                utf8(retention),
                utf8(Integer.toString(StreamEntry.SCHEMA_VERSION))));
    for (Request request : all) {
      touched.add(key(request));
      arguments.add(utf8(request.id().toString()));
      arguments.add(utf8(request.session().toString()));
      arguments.add(utf8(request.customer()));
      arguments.add(utf8(request.command().type().name()));
      arguments.add(utf8(request.digest().toString()));
      arguments.add(CommandJson.write(request.command()));
    }
    List<byte[]> replies =
        fixture
            .redis()
            .evalsha(
                fixture.redis().digest(AppendScript.forShard(shard)),
                ScriptOutputType.MULTI,
                touched.toArray(String[]::new),
                arguments.toArray(byte[][]::new));
    return replies.stream().map(reply -> new String(reply, StandardCharsets.US_ASCII)).toList();
  }

  private List<StreamMessage<String, byte[]>> queued() {
    return fixture.redis().xrange(keys.requests(), Range.unbounded());
  }

  private String remembered(Request request) {
    return new String(fixture.redis().get(key(request)), StandardCharsets.US_ASCII);
  }

  private String key(Request request) {
    return keys.request(request.session(), request.id());
  }

  private Request any() {
    return Requests.best(session, "anna", "GOLD", 1);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
