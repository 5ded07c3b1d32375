package dev.sluice.scheduler;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the scheduler: the triggers here, the jobs of {@code batch-jobs}. */
@SpringBootApplication(scanBasePackages = "dev.sluice")
public class SchedulerApplication {

  public static void main(String[] args) {
    SpringApplication.run(SchedulerApplication.class, args);
  }
}
