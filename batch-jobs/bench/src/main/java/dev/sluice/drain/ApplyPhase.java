package dev.sluice.drain;

import dev.sluice.allocation.Allocation;
import dev.sluice.allocation.Decision;
import dev.sluice.allocation.Incoming;
import dev.sluice.allocation.Snapshot;
import dev.sluice.contract.EntryId;
import dev.sluice.contract.Request;
import dev.sluice.journal.Journal;
import dev.sluice.journal.SliceRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.springframework.util.unit.DataSize;

/**
 * The apply phase alone, in this package because its parts are nobody else's: slices are decided
 * and written to text beforehand, so that only statements and commits are timed. For one thread.
 */
public final class ApplyPhase implements AutoCloseable {

  /** How the grants of a slice come into their two tables. */
  @FunctionalInterface
  public interface Inserting {

    /** Inserts on the phase's connection, within its transaction. */
    void insert(Decision decision) throws Exception;
  }

  /** A slice that is only to be written. */
  public record Prepared(
      Decision decision, Journal.Encoded encoded, EntryId last, Instant now, long firstNumber) {}

  private static final int SLICE = 4_096;

  private final int shard;
  private final DrainConnection connection;
  private final Catalogue catalogue;
  private final Grants grants;
  private final Shards shards;
  private final Journal journal;
  private ShardState state;

  /** On a schema with that shard, which nobody drains. */
  public ApplyPhase(String url, String username, String password, int shard) {
    this.shard = shard;
    this.connection =
        DrainConnection.open(
            DrainConnection.source(url, username, password),
            new DrainSettings(
                Duration.ofMillis(250),
                Duration.ZERO,
                Duration.ofHours(1),
                SLICE,
                300_000,
                Duration.ofHours(24),
                Duration.ofHours(24),
                DataSize.ofMegabytes(256),
                Duration.ofSeconds(2),
                Duration.ofSeconds(60),
                false));
    this.catalogue = new Catalogue(shard, connection.jdbc());
    this.grants = new Grants(connection.jdbc());
    this.shards = new Shards(connection.jdbc());
    this.journal = new Journal(connection.jdbc());
    this.state = Objects.requireNonNull(connection.inTransaction(() -> shards.lock(shard).state()));
  }

  /** Decides requests for one session, slice by slice, and writes their text. */
  public List<Prepared> prepare(UUID session, List<Request> requests) {
    var snapshot = new Snapshot();
    catalogue.load(Set.of(session), snapshot);
    var prepared = new ArrayList<Prepared>();
    Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
    long number = state.lastNumber() + 1;
    for (int from = 0; from < requests.size(); from += SLICE) {
      var entries = new ArrayList<Incoming>();
      for (Request request : requests.subList(from, Math.min(requests.size(), from + SLICE))) {
        entries.add(
            new Incoming.Readable(new EntryId(now.toEpochMilli(), from + entries.size()), request));
      }
      Decision decision = Allocation.decide(snapshot, entries, now, number);
      EntryId last = entries.getLast().entry();
      prepared.add(
          new Prepared(
              decision,
              Journal.Encoded.of(decision, shard, number, last, now, state.lastHash()),
              last,
              now,
              number));
      number += decision.elements().size();
    }
    return prepared;
  }

  /** Writes slices as the drain does: the text of the next one beside the statements of this. */
  public void write(List<Prepared> slices) {
    var texts = slices.stream().map(this::text).iterator();
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Callable<List<Grants.Change>> next = () -> texts.hasNext() ? texts.next() : List.of();
      var ahead = new ArrayDeque<>(List.of(executor.submit(next)));
      writeEach(
          slices,
          slice -> {
            List<Grants.Change> changes = get(ahead.remove());
            ahead.add(executor.submit(next));
            grants.apply(changes);
          });
    }
  }

  private List<Grants.Change> text(Prepared slice) {
    return Grants.changes(
        shard, slice.decision(), slice.firstNumber(), slice.now(), catalogue::currency);
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

  /** Writes slices with another way of inserting the grants. */
  public void write(List<Prepared> slices, Inserting inserting) {
    writeEach(
        slices,
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
    connection.close();
  }

  private void writeEach(List<Prepared> slices, Consumer<Prepared> grantsOf) {
    for (Prepared slice : slices) {
      ShardState next =
          new ShardState(
              shard,
              state.fence(),
              slice.last,
              slice.firstNumber + slice.decision.elements().size() - 1,
              slice.now,
              slice.encoded.hash());
      connection.inTransaction(
          () -> {
            shards.lock(shard);
            grantsOf.accept(slice);
            shards.advance(next);
            journal.insert(row(slice));
            return true;
          });
      state = next;
    }
  }

  private SliceRow row(Prepared slice) {
    return new SliceRow(
        shard,
        slice.firstNumber,
        slice.last,
        slice.last,
        slice.now,
        state.fence(),
        Allocation.POLICY_VERSION,
        slice.decision,
        new SliceRow.Timings(Duration.ZERO, Duration.ZERO, Duration.ZERO),
        slice.encoded.hash(),
        slice.encoded.entries());
  }
}
