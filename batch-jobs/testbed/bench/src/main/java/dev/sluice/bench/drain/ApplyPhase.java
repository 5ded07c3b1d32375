package dev.sluice.bench.drain;

import dev.sluice.allocation.Allocation;
import dev.sluice.allocation.Decision;
import dev.sluice.allocation.Incoming;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.database.DatabaseSettings;
import dev.sluice.journal.Journal;
import dev.sluice.journal.SliceRow;
import dev.sluice.shard.LeaseConnection;
import dev.sluice.shard.ShardState;
import dev.sluice.shard.Shards;
import dev.sluice.slice.Clocks;
import dev.sluice.slice.DecidedSlice;
import dev.sluice.slice.SliceDecider;
import dev.sluice.table.Catalogue;
import dev.sluice.table.ForgottenIds;
import dev.sluice.table.Grants;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * The apply phase alone: slices are decided and written to text beforehand, so that only statements
 * and commits are timed. For one thread.
 */
public final class ApplyPhase implements AutoCloseable {

  /** How the grants of a slice come into their two tables. */
  @FunctionalInterface
  public interface Inserting {

    /** Inserts on the phase's connection, within its transaction. */
    void insert(Decision decision) throws Exception;
  }

  private static final int SLICE = 4_096;
  private static final int PLACES_IN_MEMORY = 300_000;
  private static final DatabaseSettings PATIENT =
      new DatabaseSettings(
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60));
  private static final SliceRow.Timings UNTIMED =
      new SliceRow.Timings(Duration.ZERO, Duration.ZERO, Duration.ZERO);

  private final int shard;
  private final LeaseConnection connection;
  private final ForgottenIds forgotten;
  private final Catalogue catalogue;
  private final Grants grants;
  private final Shards shards;
  private final Journal journal;
  private final SliceDecider decider;
  private final List<DecidedSlice> slices = new ArrayList<>();

  /** On a schema with that shard, which nobody drains. */
  public ApplyPhase(String url, String username, String password, int shard) {
    this.shard = shard;
    this.connection =
        LeaseConnection.open(
            LeaseConnection.source(url, username, password, PATIENT), Duration.ofHours(1));
    this.forgotten =
        new ForgottenIds(shard, LeaseConnection.source(url, username, password, PATIENT));
    this.catalogue = new Catalogue(shard, connection.jdbc(), forgotten);
    this.grants = new Grants(connection.jdbc());
    this.shards = new Shards(connection.jdbc());
    this.journal = new Journal(connection.jdbc());
    this.decider =
        new SliceDecider(
            catalogue,
            forgotten,
            Allocation::decide,
            new Clocks(false, Instant::now, Instant::now, _ -> {}),
            PLACES_IN_MEMORY);
  }

  /** Decides requests slice by slice: they are what is written next. */
  public void prepare(List<Request> requests) {
    slices.clear();
    Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
    ShardState state =
        Objects.requireNonNull(connection.inTransaction(() -> shards.lock(shard).state()));
    for (int from = 0; from < requests.size(); from += SLICE) {
      var entries = new ArrayList<Incoming>();
      for (Request request : requests.subList(from, Math.min(requests.size(), from + SLICE))) {
        entries.add(
            new Incoming.Readable(new EntryId(now.toEpochMilli(), from + entries.size()), request));
      }
      DecidedSlice slice = decider.decide(decider.load(entries, state.lastNumber()), state, now);
      slices.add(slice);
      state = slice.after();
    }
  }

  /**
   * Writes the slices as the drain does: the text of the next one beside the statements of this.
   */
  public void write() {
    var texts = slices.stream().map(this::text).iterator();
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Callable<List<Grants.Change>> next = () -> texts.hasNext() ? texts.next() : List.of();
      var ahead = new ArrayDeque<>(List.of(executor.submit(next)));
      writeEach(
          _ -> {
            List<Grants.Change> changes = get(ahead.remove());
            ahead.add(executor.submit(next));
            grants.apply(changes);
          });
    }
  }

  /** Written again, though the slice has it: it takes part in what is measured. */
  private List<Grants.Change> text(DecidedSlice slice) {
    return Grants.changes(
        shard,
        slice.decision(),
        slice.firstNumber(),
        slice.after().lastDecidedAt(),
        catalogue::currency);
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("The text was not written", e.getCause());
    }
  }

  /** Writes the slices with another way of inserting the grants. */
  public void write(Inserting inserting) {
    writeEach(
        slice -> {
          try {
            inserting.insert(slice.decision());
          } catch (Exception e) {
            throw new IllegalStateException("The grants were not inserted", e);
          }
        });
  }

  /** The connection, for other ways. */
  public Connection connection() throws SQLException {
    return Objects.requireNonNull(connection.jdbc().getDataSource()).getConnection();
  }

  @Override
  public void close() {
    forgotten.close();
    connection.close();
  }

  private void writeEach(Consumer<DecidedSlice> grantsOf) {
    for (DecidedSlice slice : slices) {
      connection.inTransaction(
          () -> {
            shards.lock(shard);
            grantsOf.accept(slice);
            shards.advance(slice.after());
            return journal.insert(slice.row(UNTIMED));
          });
    }
  }
}
