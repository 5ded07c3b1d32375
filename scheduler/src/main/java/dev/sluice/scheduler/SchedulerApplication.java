package dev.sluice.scheduler;

import dev.sluice.failure.EndAtError;
import dev.sluice.web.WebConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Import;

/** Starts the scheduler: the triggers here, the jobs of {@code batch-jobs}. */
@SpringBootApplication(scanBasePackages = "dev.sluice", exclude = ErrorMvcAutoConfiguration.class)
@Import(WebConfiguration.class)
public class SchedulerApplication {

  public static void main(String[] args) {
    EndAtError.install();
    SpringApplication.run(SchedulerApplication.class, args);
  }
}
