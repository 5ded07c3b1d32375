package dev.sluice.publication;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topic of outcomes. It is made if it is missing, and never altered: another number of
 * partitions sends keys to other partitions, and consumers would meet a reservation's events out of
 * order.
 */
final class OutcomeTopic {

  private static final Logger log = LoggerFactory.getLogger(OutcomeTopic.class);

  private final Supplier<Admin> admins;
  private final PublicationSettings settings;
  private boolean warned;

  OutcomeTopic(Supplier<Admin> admins, PublicationSettings settings) {
    this.admins = admins;
    this.settings = settings;
  }

  /**
   * Makes the topic if it is missing and we may; says once what is not as it should be. What may
   * not be done or seen is left to the producer to find out.
   *
   * @throws KafkaException if the broker does not answer
   */
  synchronized void ensure() {
    try (Admin admin = admins.get()) {
      if (!create(admin)) {
        findPartitions(admin).ifPresent(this::compare);
      }
    }
  }

  /** Whether it is new. */
  private boolean create(Admin admin) {
    var topic =
        new NewTopic(
            OutcomeEvents.TOPIC,
            Optional.of(settings.partitions()),
            settings.replicas() < 0 ? Optional.empty() : Optional.of(settings.replicas()));
    try {
      await(admin.createTopics(Set.of(topic)).all());
      log.info("Topic {} was made with {} partitions", OutcomeEvents.TOPIC, settings.partitions());
      return true;
    } catch (TopicExistsException e) {
      return false;
    } catch (AuthorizationException e) {
      log.debug("Topic {} cannot be made by us; it should be there", OutcomeEvents.TOPIC, e);
      return false;
    }
  }

  private Optional<Integer> findPartitions(Admin admin) {
    try {
      var topics = await(admin.describeTopics(Set.of(OutcomeEvents.TOPIC)).allTopicNames());
      return Optional.ofNullable(topics.get(OutcomeEvents.TOPIC))
          .map(topic -> topic.partitions().size());
    } catch (AuthorizationException e) {
      log.debug("Topic {} cannot be described by us", OutcomeEvents.TOPIC, e);
      return Optional.empty();
    }
  }

  private void compare(int partitions) {
    if (partitions != settings.partitions() && !warned) {
      warned = true;
      log.warn(
          "Topic {} has {} partitions, sluice.publication.partitions says {}: it is left as it is",
          OutcomeEvents.TOPIC,
          partitions,
          settings.partitions());
    }
  }

  private <T> T await(KafkaFuture<T> future) {
    Duration max = settings.deliveryMax();
    try {
      return future.get(max.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (TimeoutException e) {
      throw new KafkaException("The broker said nothing of the topic for " + max, e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException kafka
          ? kafka
          : new KafkaException("The broker did not answer for the topic", e.getCause());
    }
  }
}
