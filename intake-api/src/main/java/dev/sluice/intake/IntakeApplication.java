package dev.sluice.intake;

import dev.sluice.failure.EndAtError;
import dev.sluice.web.WebConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The REST API of Sluice. The server itself answers with problems, so no page for errors. */
@SpringBootApplication(exclude = ErrorMvcAutoConfiguration.class)
@ConfigurationPropertiesScan
@Import(WebConfiguration.class)
public class IntakeApplication {

  /** Starts the process; {@code application.yaml} documents its settings. */
  public static void main(String[] args) {
    EndAtError.install();
    SpringApplication.run(IntakeApplication.class, args);
  }
}
