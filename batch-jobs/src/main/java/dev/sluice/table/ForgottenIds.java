package dev.sluice.table;

import dev.sluice.table.Reservations.Name;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Which ids must be looked up in the tables because memory may have let their reservation go. Dead
 * reservations leave memory; a repeat of their id, or a command that names them, still gets its
 * answer. Most ids are new, and a filter says so.
 *
 * <p>Of a session with many dead reservations the filter is filled on a thread of its own; until
 * that is done, each of its ids must be looked up.
 */
public final class ForgottenIds implements AutoCloseable {

  /** Dead ids that are read together with their session, whose load waits for them. */
  public static final int READ_AT_ONCE = 10_000;

  private static final Logger log = LoggerFactory.getLogger(ForgottenIds.class);
  private static final int PAGE = 10_000;
  private static final UUID LOWEST = new UUID(0, 0);

  private final DataSource database;
  private final DeadIds ids = new DeadIds();
  private final Set<UUID> complete = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService executor;
  private volatile boolean closed;

  /**
   * No session is known yet.
   *
   * @param database opens a new connection at each call
   */
  public ForgottenIds(int shard, DataSource database) {
    this.database = database;
    this.executor =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("dead-ids-" + shard).daemon().factory());
  }

  /** Whether an id that memory does not have may be of a dead reservation. */
  public boolean mayHave(UUID session, UUID id) {
    return ids.mayHave(session, id) || !complete.contains(session);
  }

  /** Notes that a reservation is dead. */
  public void add(UUID session, UUID id) {
    ids.add(session, id);
  }

  /**
   * Notes what the tables have of sessions that are loaded.
   *
   * @param dead of these sessions up to {@link #READ_AT_ONCE} ids in all; where there are so many,
   *     there may be more
   */
  public void loaded(Set<UUID> sessions, List<Name> dead) {
    dead.forEach(name -> ids.add(name.session(), name.id()));
    if (dead.size() < READ_AT_ONCE) {
      complete.addAll(sessions);
    } else {
      sessions.forEach(session -> executor.execute(() -> fill(session)));
    }
  }

  /** Keeps only sessions that are in memory: the others are read again when they are loaded. */
  void retain(Set<UUID> sessions) {
    complete.retainAll(sessions);
  }

  @Override
  public void close() {
    closed = true;
    executor.shutdownNow();
  }

  private void fill(UUID session) {
    try (Connection connection = database.getConnection()) {
      var source = new SingleConnectionDataSource(connection, true);
      fill(session, new Reservations(new JdbcTemplate(source)));
    } catch (SQLException | DataAccessException e) {
      if (!closed) {
        log.warn("Dead reservations of session {} are read again in a second", session, e);
        var _ = executor.schedule(() -> fill(session), 1, TimeUnit.SECONDS);
      }
    }
  }

  private void fill(UUID session, Reservations reservations) {
    // A page begins behind an id, and the lowest is behind none.
    ids.add(session, LOWEST);
    UUID last = LOWEST;
    while (!closed) {
      List<Name> page = reservations.listDeadAfter(session, last, PAGE);
      page.forEach(name -> ids.add(session, name.id()));
      if (page.size() < PAGE) {
        complete.add(session);
        return;
      }
      last = page.getLast().id();
    }
  }
}
