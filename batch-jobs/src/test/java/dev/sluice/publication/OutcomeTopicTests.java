package dev.sluice.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

/** An account that may write events and nothing else. */
class OutcomeTopicTests {

  private final List<String> called = new ArrayList<>();

  @Test
  void worksWithoutTheRightToMakeOrSeeTheTopic() {
    var topic =
        new OutcomeTopic(
            this::forbidding, new PublicationSettings(3, (short) 1, Duration.ofSeconds(3)));
    assertThatCode(topic::ensure).doesNotThrowAnyException();
    assertThat(called).containsExactly("createTopics", "describeTopics", "close");
  }

  private Admin forbidding() {
    return (Admin)
        Proxy.newProxyInstance(
            Admin.class.getClassLoader(),
            new Class<?>[] {Admin.class},
            (_, method, _) -> {
              called.add(method.getName());
              return switch (method.getName()) {
                case "createTopics" -> new Creation();
                case "describeTopics" -> new Description();
                default -> null;
              };
            });
  }

  private static <T> Map<String, KafkaFuture<T>> forbidden() {
    var future = new KafkaFutureImpl<T>();
    future.completeExceptionally(new TopicAuthorizationException("planted"));
    return Map.of(OutcomeEvents.TOPIC, future);
  }

  private static final class Creation extends CreateTopicsResult {
    private Creation() {
      super(forbidden());
    }
  }

  private static final class Description extends DescribeTopicsResult {
    private Description() {
      super(null, forbidden());
    }
  }
}
