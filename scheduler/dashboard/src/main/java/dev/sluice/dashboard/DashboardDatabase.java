package dev.sluice.dashboard;

import java.time.Clock;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Where Batch's tables are.
 *
 * @param transactions READ COMMITTED: who counts must not lock what jobs write
 */
record DashboardDatabase(JdbcTemplate jdbc, TransactionOperations transactions, Clock clock) {}
