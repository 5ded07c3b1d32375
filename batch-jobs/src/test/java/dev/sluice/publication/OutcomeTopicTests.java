package dev.sluice.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * What is asked of a broker for the topic, and what its answers lead to. Seen to fail with the
 * broker's own number of partitions, with a warning of too few only, and where a missing right is
 * an error.
 */
class OutcomeTopicTests {

  private static final KafkaFuture<TopicDescription> FORBIDDEN =
      failed(new TopicAuthorizationException("planted"));

  private final List<String> called = new ArrayList<>();
  private final List<NewTopic> wanted = new ArrayList<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(OutcomeTopic.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
    logger.setLevel(Level.WARN);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
    logger.setLevel(null);
  }

  /** An account that may write events and nothing else. */
  @Test
  void worksWithoutTheRightToMakeOrSeeTheTopic() {
    OutcomeTopic topic = topic(failed(new TopicAuthorizationException("planted")), FORBIDDEN);
    assertThatCode(topic::ensure).doesNotThrowAnyException();
    assertThat(called).containsExactly("createTopics", "describeTopics", "close");
  }

  @Test
  void isMadeAsTheSettingsSay() {
    topic(KafkaFuture.completedFuture(null), FORBIDDEN).ensure();
    assertThat(called).containsExactly("createTopics", "close");
    assertThat(wanted).containsExactly(new NewTopic(OutcomeEvents.TOPIC, 3, (short) 1));
  }

  @Test
  void saysOnceThatItHasOtherPartitionsAndLeavesThem() {
    for (int partitions : new int[] {2, 5}) {
      log.list.clear();
      called.clear();
      OutcomeTopic topic = existing(partitions);
      topic.ensure();
      topic.ensure();
      assertThat(warnings())
          .singleElement()
          .asString()
          .contains("has " + partitions + " partitions", "sluice.publication.partitions says 3");
      assertThat(called).containsOnly("createTopics", "describeTopics", "close");
    }
  }

  @Test
  void saysNothingOfATopicThatIsAsItShouldBe() {
    existing(3).ensure();
    assertThat(warnings()).isEmpty();
  }

  private List<String> warnings() {
    return log.list.stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private OutcomeTopic existing(int partitions) {
    List<TopicPartitionInfo> all =
        IntStream.range(0, partitions)
            .mapToObj(i -> new TopicPartitionInfo(i, Node.noNode(), List.of(), List.of()))
            .toList();
    return topic(
        failed(new TopicExistsException("planted")),
        KafkaFuture.completedFuture(new TopicDescription(OutcomeEvents.TOPIC, false, all)));
  }

  private OutcomeTopic topic(
      KafkaFuture<CreateTopicsResult.TopicMetadataAndConfig> created,
      KafkaFuture<TopicDescription> described) {
    return new OutcomeTopic(
        () -> admin(created, described),
        new PublicationSettings(3, (short) 1, Duration.ofSeconds(3)));
  }

  private Admin admin(
      KafkaFuture<CreateTopicsResult.TopicMetadataAndConfig> created,
      KafkaFuture<TopicDescription> described) {
    return (Admin)
        Proxy.newProxyInstance(
            Admin.class.getClassLoader(),
            new Class<?>[] {Admin.class},
            (_, method, arguments) -> {
              called.add(method.getName());
              return switch (method.getName()) {
                case "createTopics" -> {
                  ((Collection<?>) arguments[0]).forEach(topic -> wanted.add((NewTopic) topic));
                  yield new Creation(created);
                }
                case "describeTopics" -> new Description(described);
                default -> null;
              };
            });
  }

  private static <T> KafkaFuture<T> failed(Exception failure) {
    var future = new KafkaFutureImpl<T>();
    future.completeExceptionally(failure);
    return future;
  }

  private static final class Creation extends CreateTopicsResult {
    private Creation(KafkaFuture<TopicMetadataAndConfig> created) {
      super(Map.of(OutcomeEvents.TOPIC, created));
    }
  }

  private static final class Description extends DescribeTopicsResult {
    private Description(KafkaFuture<TopicDescription> described) {
      super(null, Map.of(OutcomeEvents.TOPIC, described));
    }
  }
}
