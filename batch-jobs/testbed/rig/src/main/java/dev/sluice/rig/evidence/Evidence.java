package dev.sluice.rig.evidence;

import dev.sluice.rig.evidence.client.ClientLog;
import dev.sluice.rig.evidence.client.SeatMap;
import dev.sluice.rig.evidence.table.Money;
import dev.sluice.rig.evidence.table.PlayedSession;
import dev.sluice.rig.evidence.table.PlayedSlices;
import dev.sluice.rig.evidence.table.ReservationRow;
import dev.sluice.rig.evidence.table.SeatRow;
import dev.sluice.rig.evidence.table.ShardPosition;
import dev.sluice.rig.evidence.table.ShardRow;
import dev.sluice.rig.evidence.topic.Published;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Everything that the checks look at.
 *
 * @param positions where each shard was before the play
 * @param shards the shards' rows
 * @param journal the slices since the positions
 * @param sessions the sessions that were played for
 * @param reservations of these sessions
 * @param seats taken in these sessions
 * @param money of these sessions
 * @param seatMaps the API's, of these sessions; empty where no API was there to be asked
 * @param topic records of the topic since the positions, in order of partition and offset
 * @param backlog length of each shard's request stream
 * @param client the client's own log
 */
public record Evidence(
    Map<Integer, ShardPosition> positions,
    List<ShardRow> shards,
    PlayedSlices journal,
    List<PlayedSession> sessions,
    List<ReservationRow> reservations,
    List<SeatRow> seats,
    Money money,
    List<SeatMap> seatMaps,
    List<Published> topic,
    Map<Integer, Long> backlog,
    ClientLog client) {

  /** Where a shard was before the play. */
  public ShardPosition position(int shard) {
    return positions.getOrDefault(shard, ShardPosition.NONE);
  }

  /** The ids of the sessions that were played for. */
  public Set<UUID> sessionIds() {
    return sessions.stream().map(PlayedSession::id).collect(Collectors.toSet());
  }
}
