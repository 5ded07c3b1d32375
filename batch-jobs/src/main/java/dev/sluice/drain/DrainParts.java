package dev.sluice.drain;

import dev.sluice.journal.Journal;
import dev.sluice.journal.RequestIndex;
import dev.sluice.shard.Shards;
import dev.sluice.slice.DecisionFunction;
import dev.sluice.slice.SliceListener;
import dev.sluice.stream.IdSettings;
import dev.sluice.stream.Indexing;
import dev.sluice.stream.ShardConnections;
import javax.sql.DataSource;

/**
 * What every drain of a process shares.
 *
 * @param database opens a new connection at each call
 * @param redis opens a new connection at each call, which does not reconnect by itself
 * @param journal on the pool, for the threads beside the deciding one
 * @param index on the pool
 * @param indexing of ids that a Redis has no room for
 * @param shards on the pool
 * @param decisionFunction what decides
 * @param settings the settings
 * @param ids settings of the request ids
 * @param listener hears of every slice
 */
record DrainParts(
    DataSource database,
    ShardConnections redis,
    Journal journal,
    RequestIndex index,
    Indexing indexing,
    Shards shards,
    DecisionFunction decisionFunction,
    DrainSettings settings,
    IdSettings ids,
    SliceListener listener) {

  DrainParts with(SliceListener other) {
    return new DrainParts(
        database, redis, journal, index, indexing, shards, decisionFunction, settings, ids, other);
  }
}
