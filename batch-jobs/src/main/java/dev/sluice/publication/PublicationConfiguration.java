package dev.sluice.publication;

import dev.sluice.journal.Journal;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.core.KafkaAdmin;

/** Producers, and how far each shard is published. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PublicationSettings.class)
public class PublicationConfiguration {

  @Bean
  Journal journal(JdbcTemplate jdbc) {
    return new Journal(jdbc);
  }

  @Bean
  Publications publications(JdbcTemplate jdbc) {
    return new Publications(jdbc);
  }

  @Bean
  Producers producers(KafkaProperties properties, KafkaAdmin admin, PublicationSettings settings) {
    Map<String, Object> config = new HashMap<>(properties.buildProducerProperties());
    config.putAll(Producers.SETTINGS);
    config.putAll(settings.clientTimeouts());
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) settings.deliveryMax().toMillis());
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) settings.answerMax().toMillis());
    Map<String, Object> adminConfig = new HashMap<>(admin.getConfigurationProperties());
    adminConfig.putAll(settings.clientTimeouts());
    adminConfig.put(
        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) settings.deliveryMax().toMillis());
    var topic = new OutcomeTopic(() -> Admin.create(adminConfig), settings);
    return () -> {
      topic.ensure();
      return new KafkaProducer<>(config);
    };
  }

  @Bean
  OutcomePublishers outcomePublishers(
      Journal journal, Publications publications, Producers producers) {
    return new OutcomePublishers(journal, publications, producers);
  }
}
