package dev.sluice.expiry;

import dev.sluice.job.CalendarJob;
import dev.sluice.job.JobConfiguration;
import dev.sluice.job.Tick;
import dev.sluice.redis.RedisConfiguration;
import dev.sluice.redis.RedisServers;
import dev.sluice.stream.Pulses;
import dev.sluice.stream.ShardConnections;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The job {@code expire-holds}, and the tick that does its work all day. Both only append entries:
 * holds are ended by the drains of their shards, whose connections to Redis this takes.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ExpirySettings.class)
@Import({JobConfiguration.class, RedisConfiguration.class})
public class ExpiryJobConfiguration {

  private static final String NAME = "expire-holds";

  @Bean
  DueSessions dueSessions(JdbcTemplate jdbc) {
    return new DueSessions(jdbc);
  }

  @Bean(destroyMethod = "close")
  Pulses pulses(ShardConnections redis, RedisServers servers) {
    return new Pulses(redis, servers.isCluster());
  }

  /** On every node: one session has one pulse, whoever appends it. */
  @Bean
  Expiry expiry(DueSessions due, Pulses pulses) {
    return new Expiry(due, pulses);
  }

  @Bean
  @Conditional(Enabled.class)
  Tick expiryTick(Expiry expiry, ExpirySettings settings) {
    return new Tick("pulse-sessions", settings.interval(), expiry::look);
  }

  /** One step: a pulse for each session with a hold that is over. */
  @Bean
  Step expireStep(JobRepository repository, DueSessions due, Pulses pulses) {
    return new StepBuilder("pulse-overdue-sessions", repository)
        .tasklet(new ExpireTasklet(due, pulses), new ResourcelessTransactionManager())
        .build();
  }

  @Bean
  Job expireHolds(JobRepository repository, @Qualifier("expireStep") Step step) {
    return new JobBuilder(NAME, repository).start(step).build();
  }

  @Bean
  @Conditional(Enabled.class)
  CalendarJob expireHoldsNightly(@Qualifier("expireHolds") Job job, ExpirySettings settings) {
    return new CalendarJob(job, settings.sweepCron(), settings.zone(), CalendarJob.Missed.RUN_ONCE);
  }

  /** Whether time is let in, as the settings say; before there are beans. */
  static final class Enabled implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return Binder.get(context.getEnvironment())
          .bindOrCreate(ExpirySettings.PREFIX, ExpirySettings.class)
          .enabled();
    }
  }
}
