package dev.sluice.onsale;

import java.util.List;
import java.util.UUID;

/** Tells the reader where everything is, and how to call it. */
final class Welcome {

  private static final String CUSTOMER = "reader";

  private Welcome() {}

  /** The addresses, and where the logs are while this runs. */
  static String addresses(Sluice sluice) {
    String intake = sluice.intake().url();
    String scheduler = sluice.scheduler().url();
    return """

      API            %s/v1/sessions
      Swagger UI     %s/swagger-ui.html
      scheduler      %s/actuator/health
      database       %s
      logs           %s
                     %s
    """
        .formatted(
            intake,
            intake,
            scheduler,
            sluice.addresses(),
            sluice.intake().logFile(),
            sluice.scheduler().logFile());
  }

  /** Lines for a shell: ask for seats, ask what became of it, look at the seats. */
  static String calls(Sluice sluice, UUID session, List<String> grades) {
    String url = sluice.intake().url() + "/v1/sessions/" + session;
    UUID key = UUID.randomUUID();
    return """

    Try it, as customer "%s":

      TOKEN=%s

      curl -i %s/reservations -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\
        -H "Idempotency-Key: %s" -d '{"grades": ["%s"], "quantity": 2, "adjacent": true}'

      curl %s/requests/%s -H "Authorization: Bearer $TOKEN" -H "Prefer: wait=5"

      curl %s/seats -H "Authorization: Bearer $TOKEN"
    """
        .formatted(
            CUSTOMER,
            sluice.tokens().of(CUSTOMER, "reserve"),
            url,
            key,
            String.join("\", \"", grades),
            url,
            key,
            url);
  }
}
