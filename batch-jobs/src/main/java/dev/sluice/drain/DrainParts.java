package dev.sluice.drain;

import dev.sluice.journal.Journal;
import dev.sluice.shard.Shards;
import dev.sluice.slice.Rules;
import dev.sluice.slice.SliceListener;
import dev.sluice.stream.ShardConnections;
import javax.sql.DataSource;

/**
 * What every drain of a process shares.
 *
 * @param database opens a new connection at each call
 * @param redis opens a new connection at each call, which does not reconnect by itself
 * @param journal on the pool, for the threads beside the deciding one
 * @param shards on the pool
 * @param rules what decides
 * @param settings the settings
 * @param listener hears of every slice
 */
record DrainParts(
    DataSource database,
    ShardConnections redis,
    Journal journal,
    Shards shards,
    Rules rules,
    DrainSettings settings,
    SliceListener listener) {

  DrainParts with(SliceListener other) {
    return new DrainParts(database, redis, journal, shards, rules, settings, other);
  }
}
