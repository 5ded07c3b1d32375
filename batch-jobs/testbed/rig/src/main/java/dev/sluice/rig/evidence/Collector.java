package dev.sluice.rig.evidence;

import dev.sluice.rig.evidence.client.ClientLog;
import dev.sluice.rig.evidence.client.SeatMap;
import dev.sluice.rig.evidence.stream.Streams;
import dev.sluice.rig.evidence.table.ShardPosition;
import dev.sluice.rig.evidence.table.Tables;
import dev.sluice.rig.evidence.topic.Topic;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/**
 * Collects evidence of one play: make it before the play, and ask it when the play is over. What
 * was on the servers before is left out, so that they need not be empty.
 */
public final class Collector {

  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Tables tables;
  private final Streams streams;
  private final Topic topic;
  private final Map<Integer, ShardPosition> positions;
  private final Map<TopicPartition, Long> ends;

  /** Notes where journal and topic end now. */
  public Collector(Connection connection, Streams streams, Topic topic) throws SQLException {
    this.tables = new Tables(connection);
    this.streams = streams;
    this.topic = topic;
    this.positions = tables.positions();
    this.ends = topic.ends();
  }

  /** Where each shard is now. */
  public Map<Integer, ShardPosition> positions() throws SQLException {
    return tables.positions();
  }

  /**
   * Waits until the streams are empty, all is published, and no money is under way: what is decided
   * is removed from its stream, and sent, after the commit; a provider is asked after that.
   *
   * @return false if that is not so in time; the checks will say what is left
   */
  public boolean settles(Duration max) throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + max.toNanos();
    while (!isSettled()) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      Thread.sleep(PAUSE);
    }
    return true;
  }

  /** Everything since this collector was made. */
  public Evidence collect(List<UUID> sessions, ClientLog client, List<SeatMap> seatMaps)
      throws SQLException {
    Map<Integer, Long> backlog = streams.lengths(positions.keySet());
    Tables.Contents contents = tables.read(positions, sessions);
    return new Evidence(
        positions,
        contents.shards(),
        contents.journal(),
        contents.sessions(),
        contents.reservations(),
        contents.seats(),
        contents.money(),
        seatMaps,
        topic.read(ends),
        backlog,
        client);
  }

  private boolean isSettled() throws SQLException {
    return streams.lengths(positions.keySet()).values().stream().allMatch(length -> length == 0)
        && tables.shards().stream().allMatch(shard -> shard.published() >= shard.lastNumber())
        && !tables.isMoneyUnderWay();
  }
}
