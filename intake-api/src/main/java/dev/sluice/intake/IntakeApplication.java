package dev.sluice.intake;

import dev.sluice.failure.EndAtError;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The REST API of Sluice. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class IntakeApplication {

  /** Starts the process; {@code application.yaml} documents its settings. */
  public static void main(String[] args) {
    EndAtError.install();
    SpringApplication.run(IntakeApplication.class, args);
  }
}
