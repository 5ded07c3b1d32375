package dev.sluice.publication;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of publication.
 *
 * @param partitions of the topic, if it has to be created
 * @param replicas of the topic, if it has to be created; -1: the broker's default
 * @param deliveryMax how long the broker may take for an event before publishing starts again
 */
@Validated
@ConfigurationProperties("sluice.publication")
public record PublicationSettings(
    @DefaultValue("6") @Min(1) int partitions,
    @DefaultValue("-1") @Min(-1) @Max(9) short replicas,
    @DefaultValue("15s") @DurationMin(seconds = 1) Duration deliveryMax) {

  /**
   * How long the broker may take for one answer. A third, so that a broken connection is tried
   * anew.
   */
  Duration answerMax() {
    return deliveryMax.dividedBy(3);
  }

  /**
   * What every Kafka client is set to. A request that waits too long costs its connection, and the
   * next one is sent on a new one: a connection may die without a word.
   */
  Map<String, Object> clientTimeouts() {
    int answer = (int) answerMax().toMillis();
    return Map.of(
        CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG,
        answer,
        CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG,
        answer / 2,
        CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG,
        answer);
  }
}
