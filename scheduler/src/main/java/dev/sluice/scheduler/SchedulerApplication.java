package dev.sluice.scheduler;

import dev.sluice.drain.DrainJobConfiguration;
import dev.sluice.expiry.ExpiryJobConfiguration;
import dev.sluice.failure.EndAtError;
import dev.sluice.index.IndexJobConfiguration;
import dev.sluice.payment.refund.RefundPaymentsJobConfiguration;
import dev.sluice.payment.settle.SettlePaymentsJobConfiguration;
import dev.sluice.publication.RelayJobConfiguration;
import dev.sluice.purge.PurgeMetadataJobConfiguration;
import dev.sluice.web.WebConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Import;

/** Starts the scheduler: the triggers are here, the jobs are those that it imports. */
@SpringBootApplication(exclude = ErrorMvcAutoConfiguration.class)
@Import({
  WebConfiguration.class,
  DrainJobConfiguration.class,
  ExpiryJobConfiguration.class,
  IndexJobConfiguration.class,
  PurgeMetadataJobConfiguration.class,
  RefundPaymentsJobConfiguration.class,
  RelayJobConfiguration.class,
  SettlePaymentsJobConfiguration.class
})
public class SchedulerApplication {

  public static void main(String[] args) {
    EndAtError.install();
    SpringApplication.run(SchedulerApplication.class, args);
  }
}
