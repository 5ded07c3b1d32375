package dev.sluice.scheduler.metrics;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Figures that the tables have: a few cheap statements. */
@Component
final class ShardTables {

  private static final String FENCES = "SELECT id, fence FROM shard";

  private static final String UNPUBLISHED =
      """
      SELECT shard.id, shard.last_number - publication.number FROM shard
      JOIN publication ON publication.shard = shard.id
      """;

  /** A shard without such sessions, and what no slice has written yet, count as nothing. */
  private static final String SEATS =
      """
      SELECT shard.id, COALESCE(SUM(seats_free), 0) AS free, COALESCE(SUM(seats_held), 0) AS held,
        COALESCE(SUM(seats_sold), 0) AS sold, COALESCE(SUM(seats_blocked), 0) AS blocked
      FROM shard
      LEFT JOIN session ON session.shard = shard.id AND session.starts_at > UTC_TIMESTAMP(3)
      LEFT JOIN session_state ON session_state.session_id = session.id
      GROUP BY shard.id
      """;

  private static final List<String> STATES = List.of("free", "held", "sold", "blocked");

  /** Along payment_by_state; 1 is open. */
  private static final String OPEN_PAYMENTS =
      """
      SELECT COUNT(*), COALESCE(TIMESTAMPDIFF(MICROSECOND, MIN(decided_at), UTC_TIMESTAMP(3)), 0)
      FROM payment WHERE state = 1
      """;

  private final JdbcTemplate jdbc;

  ShardTables(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Leases taken so far, by shard. */
  Map<Integer, Long> fences() {
    return byShard(FENCES);
  }

  /** Outcomes and transitions that the broker has not acknowledged, by shard. */
  Map<Integer, Long> unpublished() {
    return byShard(UNPUBLISHED);
  }

  /** Seats of the sessions that have not begun, by shard and state. */
  List<Seats> seats() {
    var seats = new ArrayList<Seats>();
    jdbc.query(
        SEATS,
        row -> {
          for (String state : STATES) {
            seats.add(new Seats(row.getInt("id"), state, row.getLong(state)));
          }
        });
    return seats;
  }

  /** Payments of which nobody knows yet what the provider made of them. */
  Payments openPayments() {
    return jdbc.query(
            OPEN_PAYMENTS,
            (row, _) ->
                new Payments(
                    row.getLong(1), Duration.of(Math.max(0, row.getLong(2)), ChronoUnit.MICROS)))
        .getFirst();
  }

  private Map<Integer, Long> byShard(String sql) {
    var figures = new TreeMap<Integer, Long>();
    jdbc.query(
        sql,
        row -> {
          figures.put(row.getInt(1), row.getLong(2));
        });
    return figures;
  }

  /**
   * Seats of a shard.
   *
   * @param state free, held, sold or blocked
   */
  record Seats(int shard, String state, long seats) {}

  /**
   * Payments that are open.
   *
   * @param oldest age of the oldest; zero if there is none
   */
  record Payments(long open, Duration oldest) {}
}
