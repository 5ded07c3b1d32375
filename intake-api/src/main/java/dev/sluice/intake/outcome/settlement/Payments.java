package dev.sluice.intake.outcome.settlement;

import dev.sluice.contract.Uuids;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of payments, which the slices write. Thread-safe. */
@Component
public final class Payments {

  /** Names of one statement: more would hold up the server's other clients for too long. */
  static final int NAMES_MAX = 1_000;

  private static final String SETTLED =
      """
      WITH named AS (
        SELECT UNHEX(one.session) AS session_id, UNHEX(one.reservation) AS reservation_id, UNHEX(one.id) AS id
        FROM JSON_TABLE(?, '$[*]' COLUMNS (session CHAR(32) PATH '$[0]', reservation CHAR(32) PATH '$[1]',
                                           id CHAR(32) PATH '$[2]')) one)
      SELECT p.session_id, p.reservation_id, p.id, p.settled_number
      FROM named
      STRAIGHT_JOIN payment p
        ON p.session_id = named.session_id AND p.reservation_id = named.reservation_id AND p.id = named.id
      WHERE p.settled_number > 0
      """;

  private final JdbcClient jdbc;

  Payments(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Numbers of the outcomes that settled payments last. One statement for {@value #NAMES_MAX} of
   * them.
   *
   * @return those that are settled
   */
  public Map<PaymentId, Long> findSettled(Collection<PaymentId> payments) {
    var settled = new HashMap<PaymentId, Long>();
    List<PaymentId> all = List.copyOf(payments);
    for (int from = 0; from < all.size(); from += NAMES_MAX) {
      find(all.subList(from, Math.min(all.size(), from + NAMES_MAX)), settled);
    }
    return settled;
  }

  private void find(List<PaymentId> payments, Map<PaymentId, Long> settled) {
    jdbc.sql(SETTLED)
        .param(payments.stream().map(Payments::name).collect(Collectors.joining(",", "[", "]")))
        .query(
            row -> {
              settled.put(
                  new PaymentId(
                      Uuids.fromBytes(row.getBytes("session_id")),
                      Uuids.fromBytes(row.getBytes("reservation_id")),
                      Uuids.fromBytes(row.getBytes("id"))),
                  row.getLong("settled_number"));
            });
  }

  private static String name(PaymentId key) {
    return "[\"%s\",\"%s\",\"%s\"]"
        .formatted(hex(key.session()), hex(key.reservation()), hex(key.payment()));
  }

  private static String hex(UUID id) {
    return HexFormat.of().formatHex(Uuids.toBytes(id));
  }
}
