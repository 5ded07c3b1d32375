package dev.sluice.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.sluice.contract.journal.JournalElement;
import dev.sluice.contract.journal.JournalWriter;
import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.request.Request;
import dev.sluice.drain.DrainFixture;
import dev.sluice.drain.Requests;
import dev.sluice.drain.UncaughtErrors;
import dev.sluice.servers.Servers;
import dev.sluice.servers.kafka.Kafka;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.core.KafkaAdmin;

/** I4 on Kafka: all of it, in order per key, with the same ids each time. */
class OutcomePublisherIntegrationTests {

  @RegisterExtension static final DrainFixture fixture = new DrainFixture();

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Some requests that are given up after a second, and a producer that is made anew. */
  private static final Duration NEW_CONNECTION_MAX = Duration.ofSeconds(15);

  private final Kafka kafka = Servers.shared().kafka();
  private final Producers producers = producers();
  private int shard;
  private Requests requests;
  private UUID session;

  @BeforeEach
  void makeShard() {
    shard = fixture.newShard();
    session = fixture.newSession(shard);
    requests = fixture.requests(shard);
  }

  @Test
  void publishesWhatTheJournalHolds() {
    decide(60, 7);
    requests.add(Map.of("v", new byte[] {'9'}, "payload", new byte[1 << 20]));
    fixture.drain(shard);
    List<JournalElement> elements = fixture.journalRows(shard).elements();

    assertThat(publisher(1).publishJournal()).isEqualTo(elements.size());
    assertThat(fixture.publications().getNumber(shard)).isEqualTo(elements.size());
    List<PublishedEvents.Event> events = PublishedEvents.list(shard);
    assertThat(events).hasSameSizeAs(elements);
    assertThat(PublishedEvents.areInOrder(events)).isTrue();
    assertThat(events)
        .allSatisfy(
            event -> {
              assertThat(event.event().getId()).isEqualTo(shard + "-" + event.number());
              assertThat(event.event().getSubject()).isEqualTo(event.key());
              if (event.number() < elements.size()) {
                JournalElement element = elements.get((int) event.number() - 1);
                assertThat(event.data())
                    .isEqualTo(new String(JournalWriter.write(element), StandardCharsets.UTF_8));
              }
            });
    assertThat(publisher(1).publishJournal()).isZero();
  }

  @Test
  void publishesWhatItIsOffered() {
    try (OutcomePublisher publisher = publisher(1).start()) {
      for (int i = 0; i < 5; i++) {
        decide(20, 5).forEach(slice -> publisher.offer(slice, slice.written()));
      }
      awaitPublished();
    }
    assertThat(PublishedEvents.listFirst(shard)).hasSize(lastNumber());
    assertThat(PublishedEvents.areInOrder(PublishedEvents.listFirst(shard))).isTrue();
  }

  /** What the queue did not take, or what was never offered, is read from the journal. */
  @Test
  void findsWhatItWasNotOffered() {
    decide(10, 5);
    try (OutcomePublisher publisher = publisher(1).start()) {
      awaitPublished();
      decide(10, 5);
      SliceMessage last = decide(1, 5).getLast();
      publisher.offer(last, last.written());
      awaitPublished();
    }
    assertThat(PublishedEvents.list(shard)).hasSize(lastNumber());
  }

  /**
   * A dead broker costs no memory and nobody's time. Seen to fail where the queue is unbounded: all
   * forty slices stayed.
   */
  @Test
  void remembersFewSlicesWhileTheBrokerIsDead() {
    var offered = new ArrayList<WeakReference<SliceMessage>>();
    try (OutcomePublisher publisher = publisher(1).start()) {
      decide(1, 5).forEach(slice -> publisher.offer(slice, slice.written()));
      awaitPublished();
      kafka.kill();
      // Requests are decided all the same.
      offer(publisher, decide(40, 1), offered);
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                System.gc();
                return offered.stream().filter(slice -> slice.get() != null).count() <= 18;
              });
      kafka.start();
      awaitPublished();
    } finally {
      kafka.start();
    }
    List<PublishedEvents.Event> events = PublishedEvents.listFirst(shard);
    assertThat(events).hasSize(lastNumber());
    assertThat(PublishedEvents.areInOrder(events)).isTrue();
  }

  /** The slices must be reachable from nowhere else, not even from the caller's frame. */
  private static void offer(
      OutcomePublisher publisher,
      List<SliceMessage> slices,
      List<WeakReference<SliceMessage>> offered) {
    for (SliceMessage slice : slices) {
      long before = System.nanoTime();
      publisher.offer(slice, slice.written());
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
      offered.add(new WeakReference<>(slice));
    }
  }

  /** Each of its phases is met by the broker's death somewhere. */
  @Test
  void publishesEverythingAcrossTheDeathsOfABroker() {
    try (OutcomePublisher publisher = publisher(1).start()) {
      for (int round = 0; round < 2; round++) {
        decide(30, 3).forEach(slice -> publisher.offer(slice, slice.written()));
        kafka.kill();
        decide(10, 3).forEach(slice -> publisher.offer(slice, slice.written()));
        kafka.start();
      }
      awaitPublished();
    } finally {
      kafka.start();
    }
    List<PublishedEvents.Event> events = PublishedEvents.listFirst(shard);
    assertThat(events).hasSize(lastNumber());
    assertThat(PublishedEvents.areInOrder(events)).isTrue();
  }

  /** Between the broker's word and the row. */
  @Test
  void publishesTheSameEventsAgainAfterADeathBeforeTheRow() {
    decide(20, 5);
    var dying =
        new JdbcTemplate(fixture.database().pool()) {
          @Override
          public int update(String sql, @Nullable Object @Nullable ... values) {
            throw new TransientDataAccessResourceException("planted");
          }
        };
    var first =
        new OutcomePublisher(shard, 1, fixture.journal(), new Publications(dying), producers);
    assertThatExceptionOfType(TransientDataAccessResourceException.class)
        .isThrownBy(first::publishJournal);
    assertThat(fixture.publications().getNumber(shard)).isZero();
    publisher(2).publishJournal();

    List<PublishedEvents.Event> events = PublishedEvents.list(shard);
    assertThat(events.size()).isGreaterThan(lastNumber());
    List<PublishedEvents.Event> once = PublishedEvents.listFirst(shard);
    assertThat(once).hasSize(lastNumber());
    for (PublishedEvents.Event event : events) {
      PublishedEvents.Event same =
          once.stream().filter(other -> other.number() == event.number()).findFirst().orElseThrow();
      assertThat(event.data()).isEqualTo(same.data());
      assertThat(event.event().getAttributeNames())
          .allSatisfy(
              name ->
                  assertThat(event.event().getAttribute(name))
                      .isEqualTo(same.event().getAttribute(name)));
    }
  }

  @Test
  void countsTheWordOfTheNewestHolderOnlyAndOnlyWhereItRises() {
    Publications publications = fixture.publications();
    assertThat(publications.raise(shard, 2, 10)).isTrue();
    assertThat(publications.raise(shard, 1, 20)).isFalse();
    assertThat(publications.raise(shard, 2, 10)).isFalse();
    assertThat(publications.raise(shard, 3, 5)).isFalse();
    assertThat(publications.getNumber(shard)).isEqualTo(10);
    assertThat(publications.raise(shard, 3, 11)).isTrue();
    assertThat(publications.getNumber(shard)).isEqualTo(11);
  }

  /** Two at once: an old holder that does not know yet, and a new one. */
  @Test
  void staysInOrderWhereTwoPublish() {
    try (OutcomePublisher old = publisher(1).start()) {
      decide(10, 2).forEach(slice -> old.offer(slice, slice.written()));
      awaitPublished();
      List<SliceMessage> slices = decide(20, 2);
      fixture.publications().raise(shard, 2, slices.get(3).lastNumber());
      slices.forEach(slice -> old.offer(slice, slice.written()));
      // What is taken for published must be before the new one goes on behind it.
      await()
          .atMost(PATIENCE)
          .until(() -> PublishedEvents.listFirst(shard).size() >= slices.get(3).lastNumber());
      publisher(2).publishJournal();
      assertThat(fixture.publications().getNumber(shard)).isEqualTo(lastNumber());
      assertThat(
              fixture
                  .jdbc()
                  .queryForObject(
                      "SELECT fence FROM publication WHERE shard = ?", Long.class, shard))
          .isEqualTo(2);
      await().atMost(PATIENCE).until(() -> PublishedEvents.listFirst(shard).size() == lastNumber());
    }
    assertThat(PublishedEvents.areInOrder(PublishedEvents.listFirst(shard))).isTrue();
  }

  /**
   * The first event is given up just when the broker comes back: a younger one of the same
   * reservation must not be sent. Seen to fail without {@code stopAfter}.
   */
  @Test
  void sendsNothingAfterAnEventThatWasGivenUp() {
    Request request = Requests.reserve(session, "anna", "A-1-1");
    requests.append(List.of(request, Requests.cancel(session, "anna", request.id())));
    fixture.drain(shard);
    var delivered = new ArrayList<String>();
    var created = new AtomicInteger();
    Producers failingOnce =
        () -> {
          boolean failing = created.getAndIncrement() == 0;
          return new Sending(failing ? 1 : -1, delivered);
        };
    try (OutcomePublisher publisher =
        new OutcomePublisher(shard, 1, fixture.journal(), fixture.publications(), failingOnce)) {
      publisher.start();
      awaitPublished();
    }
    assertThat(delivered).containsExactly(shard + "-1", shard + "-1", shard + "-2", shard + "-3");
  }

  /**
   * Found from outside: every failure began all over, so that nothing was ever noted. Seen to fail
   * only without both: slices noted one by one, and smaller attempts after a failure.
   */
  @Test
  void makesProgressWhereTheBrokerTakesFewEventsInTime() {
    decide(40, 5);
    var delivered = new ArrayList<String>();
    Producers slow = () -> new Sending(12, delivered);
    try (OutcomePublisher publisher =
        new OutcomePublisher(shard, 1, fixture.journal(), fixture.publications(), slow)) {
      publisher.start();
      awaitPublished();
    }
    assertThat(delivered.stream().distinct())
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, lastNumber()).mapToObj(n -> shard + "-" + n).toList());
  }

  /**
   * A request is given up after a second, and its connection with it. Seen to fail with Kafka's own
   * timeouts: half a minute.
   */
  @Test
  void goesOnOverANewConnectionWhereTheOldOneFroze() {
    try (var proxy = new KafkaProxy(kafka.bootstrapServers());
        var publisher =
            new OutcomePublisher(
                shard,
                1,
                fixture.journal(),
                fixture.publications(),
                producers(3, proxy.bootstrapServers()))) {
      publisher.start();
      decide(5, 5).forEach(slice -> publisher.offer(slice, slice.written()));
      awaitPublished();
      int before = proxy.connections();
      proxy.freeze();
      decide(5, 5).forEach(slice -> publisher.offer(slice, slice.written()));
      await().atMost(NEW_CONNECTION_MAX).until(this::isPublished);
      assertThat(proxy.connections()).isGreaterThan(before);
    }
    List<PublishedEvents.Event> events = PublishedEvents.listFirst(shard);
    assertThat(events).hasSize(lastNumber());
    assertThat(PublishedEvents.areInOrder(events)).isTrue();
  }

  /** Found from outside: the partitions were raised, and keys moved. */
  @Test
  void leavesATopicAsItIs() throws Exception {
    producers.create().close();
    int before = partitions();
    producers(before + 2).create().close();
    assertThat(partitions()).isEqualTo(before);
  }

  private static int partitions() throws Exception {
    KafkaProperties properties = kafkaProperties(Servers.shared().kafka().bootstrapServers());
    try (Admin admin = Admin.create(properties.buildAdminProperties())) {
      var topics = admin.describeTopics(List.of(OutcomeEvents.TOPIC)).allTopicNames().get();
      return Objects.requireNonNull(topics.get(OutcomeEvents.TOPIC)).partitions().size();
    }
  }

  /** Which ends the process. The publisher caught it, and went on. */
  @Test
  void leavesAnErrorToTheHandlerOfTheProcess() {
    requests.append(Requests.reserve(session, "anna", "A-1-1"));
    fixture.drain(shard);
    Producers broken =
        () -> {
          throw new LinkageError("planted");
        };
    try (var errors = new UncaughtErrors();
        OutcomePublisher publisher =
            new OutcomePublisher(shard, 1, fixture.journal(), fixture.publications(), broken)) {
      publisher.start();
      await()
          .dontCatchUncaughtExceptions()
          .atMost(PATIENCE)
          .until(() -> errors.first() instanceof LinkageError);
    }
  }

  /** Delivers in order when flushed, but gives up one event, as KafkaProducer does. */
  private static final class Sending extends MockProducer<byte[], byte[]> {
    private final int givenUp;
    private final List<String> delivered;
    private int next;

    private Sending(int givenUp, List<String> delivered) {
      super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
      this.givenUp = givenUp;
      this.delivered = delivered;
    }

    @Override
    public synchronized void flush() {
      for (; next < history().size() && !closed(); next++) {
        if (next == givenUp) {
          errorNext(new TimeoutException("planted"));
        } else {
          delivered.add(
              new String(
                  history().get(next).headers().lastHeader("ce_id").value(),
                  StandardCharsets.UTF_8));
          completeNext();
        }
      }
    }
  }

  /** Decides so many requests, in slices of at most so many entries. */
  private List<SliceMessage> decide(int count, int sliceEntriesMax) {
    var all = new ArrayList<Request>();
    for (int i = 0; i < count; i++) {
      Request request = Requests.best(session, "customer" + i, "PLATINUM", 1);
      all.add(
          i % 3 == 2
              ? Requests.cancel(session, all.get(i - 1).customer(), all.get(i - 1).id())
              : request);
    }
    requests.append(all);
    return fixture.drain(shard, sliceEntriesMax);
  }

  private OutcomePublisher publisher(long fence) {
    return new OutcomePublisher(shard, fence, fixture.journal(), fixture.publications(), producers);
  }

  private void awaitPublished() {
    await().atMost(PATIENCE).until(this::isPublished);
  }

  private boolean isPublished() {
    return fixture.publications().getNumber(shard) == lastNumber();
  }

  private int lastNumber() {
    return fixture.journalRows(shard).elements().size();
  }

  /** As production's, but for how long the broker may take. */
  private static Producers producers() {
    return producers(3);
  }

  private static Producers producers(int partitions) {
    return producers(partitions, Servers.shared().kafka().bootstrapServers());
  }

  private static Producers producers(int partitions, String bootstrapServers) {
    KafkaProperties properties = kafkaProperties(bootstrapServers);
    var admin = new KafkaAdmin(properties.buildAdminProperties());
    return new PublicationConfiguration()
        .producers(
            properties,
            admin,
            new PublicationSettings(partitions, (short) 1, Duration.ofSeconds(3)));
  }

  private static KafkaProperties kafkaProperties(String bootstrapServers) {
    var properties = new KafkaProperties();
    properties.setBootstrapServers(List.of(bootstrapServers));
    return properties;
  }
}
