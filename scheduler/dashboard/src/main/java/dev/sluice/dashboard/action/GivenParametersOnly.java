package dev.sluice.dashboard.action;

import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.job.parameters.JobParametersIncrementer;
import org.springframework.batch.core.job.parameters.JobParametersValidator;

/** A job without its incrementer: Batch ignores the given parameters of one that has it. */
record GivenParametersOnly(Job job) implements Job {

  @Override
  public String getName() {
    return job.getName();
  }

  @Override
  public boolean isRestartable() {
    return job.isRestartable();
  }

  @Override
  public void execute(JobExecution execution) throws JobInterruptedException {
    job.execute(execution);
  }

  @Override
  public @Nullable JobParametersIncrementer getJobParametersIncrementer() {
    return null;
  }

  @Override
  public JobParametersValidator getJobParametersValidator() {
    return job.getJobParametersValidator();
  }
}
