package dev.sluice.publication;

import dev.sluice.journal.Journal;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.redisson.api.RedissonClient;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.core.KafkaAdmin;

/** Producers, and the job {@code relay-outcomes}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PublicationSettings.class)
class PublicationConfiguration {

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
  RelayTasklet relayTasklet(Journal journal, Publications publications, Producers producers) {
    return new RelayTasklet(journal, publications, producers);
  }

  @Bean
  Job relayOutcomes(JobRepository repository, RelayTasklet tasklet) {
    return new JobBuilder(RelayTasklet.JOB, repository)
        .start(
            new StepBuilder("relay-shard", repository)
                .tasklet(tasklet, new ResourcelessTransactionManager())
                .build())
        .build();
  }

  @Bean
  OutcomeRelay outcomeRelay(
      Publications publications,
      RedissonClient redisson,
      JobOperator operator,
      @Qualifier("relayOutcomes") Job job) {
    return new OutcomeRelay(publications, redisson, operator, job);
  }
}
