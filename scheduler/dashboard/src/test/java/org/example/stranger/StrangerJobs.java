package org.example.stranger;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.DefaultJobParametersValidator;
import org.springframework.batch.core.job.parameters.RunIdIncrementer;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

@Configuration(proxyBeanMethods = false)
class StrangerJobs {

  @Bean
  Gate gate() {
    return new Gate();
  }

  /** What the import has written, in order. */
  @Bean
  List<Long> ledger() {
    return new CopyOnWriteArrayList<>();
  }

  @Bean
  @StepScope
  Numbers numbers(@Value("#{jobParameters['items'] ?: 20}") long items) {
    return new Numbers(items);
  }

  @Bean
  Step load(
      JobRepository repository,
      PlatformTransactionManager transactions,
      Numbers numbers,
      Gate gate,
      List<Long> ledger) {
    return new StepBuilder("load", repository)
        .<Long, Long>chunk(10)
        .transactionManager(transactions)
        .reader(numbers)
        .writer(
            chunk -> {
              gate.pass();
              ledger.addAll(chunk.getItems());
            })
        .build();
  }

  @Bean
  Job importJob(JobRepository repository, Step load) {
    return new JobBuilder("import", repository).start(load).build();
  }

  @Bean
  Job report(JobRepository repository, PlatformTransactionManager transactions, Gate gate) {
    Step write =
        new StepBuilder("write", repository)
            .tasklet(
                (_, _) -> {
                  gate.pass();
                  return RepeatStatus.FINISHED;
                },
                transactions)
            .build();
    return new JobBuilder("report", repository)
        .incrementer(new RunIdIncrementer())
        .validator(new DefaultJobParametersValidator(new String[] {"businessDate"}, new String[0]))
        .start(write)
        .build();
  }

  @Bean
  Job once(JobRepository repository, PlatformTransactionManager transactions, Gate gate) {
    Step write =
        new StepBuilder("once", repository)
            .tasklet(
                (_, _) -> {
                  gate.pass();
                  return RepeatStatus.FINISHED;
                },
                transactions)
            .build();
    return new JobBuilder("once", repository).preventRestart().start(write).build();
  }
}
