package dev.sluice.onsale;

import dev.sluice.rig.Addresses;
import java.util.List;
import java.util.UUID;

/** Tells the reader where everything is, and how to call it. */
final class Welcome {

  /** The reader, as a customer. */
  static final String CUSTOMER = "reader";

  private Welcome() {}

  /**
   * The addresses, and where the logs are while this runs. Of servers of this run's own the
   * passwords, too: they are of no use to others, and gone with it.
   */
  static String addresses(Sluice sluice) {
    Addresses servers = sluice.addresses();
    String intake = sluice.intake().url();
    Account account = sluice.account();
    String login = account == null ? "log in as its settings say" : account.toString();
    String database =
        sluice.hasOwnServers()
            ? "user %s, password %s"
                .formatted(servers.databaseUsername(), servers.databasePassword())
            : "";
    return """

      API          %s/v1/sessions
      Swagger UI   %s/swagger-ui.html
      dashboard    %s/dashboard
                   %s
      health       %s/actuator/health
      database     %s
                   %s
      Kafka        %s
      logs         %s
                   %s
    """
        .formatted(
            intake,
            intake,
            sluice.scheduler().url(),
            login,
            sluice.scheduler().url(),
            servers.databaseUrl().replaceFirst("\\?.*", ""),
            database,
            servers.kafkaBootstrapServers(),
            sluice.intake().logFile(),
            sluice.scheduler().logFile());
  }

  /**
   * Lines for a shell, as the main README has them: seats, what became of it, the map, paying,
   * back.
   */
  static String calls(Sluice sluice, UUID session, List<String> grades) {
    return """

    Try it, as customer "%s":

      S=%s/v1/sessions/%s
      TOKEN=%s
      KEY=$(cat /proc/sys/kernel/random/uuid)      # macOS: $(uuidgen)

      curl -i $S/reservations -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -H "Idempotency-Key: $KEY" \\
        -d '{"grades": ["%s"], "quantity": 2, "adjacent": true}'

      curl -s $S/requests/$KEY -H "Authorization: Bearer $TOKEN" -H 'Prefer: wait=5'
      curl -s $S/seats -H "Authorization: Bearer $TOKEN"

      AMOUNT=$(curl -s $S/requests/$KEY -H "Authorization: Bearer $TOKEN" | grep -o '"amount":[0-9]*' | cut -d: -f2)
      PAY=$(cat /proc/sys/kernel/random/uuid)
      curl -i $S/reservations/$KEY/payment -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -H "Idempotency-Key: $PAY" \\
        -d "{\\"amount\\": $AMOUNT, \\"paymentKey\\": \\"try-$PAY\\"}"
      curl -s $S/requests/$PAY -H "Authorization: Bearer $TOKEN" -H 'Prefer: wait=30'
      curl -i -X DELETE $S/reservations/$KEY -H "Authorization: Bearer $TOKEN"
    """
        .formatted(
            CUSTOMER,
            sluice.intake().url(),
            session,
            sluice.tokens().of(CUSTOMER, "reserve"),
            String.join("\", \"", grades));
  }
}
