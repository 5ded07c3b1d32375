package dev.sluice.drain;

import dev.sluice.journal.Journal;
import io.lettuce.core.RedisClient;
import javax.sql.DataSource;

/**
 * What every drain of a process shares.
 *
 * @param database opens a new connection at each call
 * @param redis its connections do not reconnect by themselves
 * @param journal on the pool, for the threads beside the deciding one
 * @param shards on the pool
 * @param rules what decides
 * @param settings the settings
 * @param listener hears of every slice
 */
record DrainParts(
    DataSource database,
    RedisClient redis,
    Journal journal,
    Shards shards,
    Rules rules,
    DrainSettings settings,
    SliceListener listener) {

  DrainParts with(SliceListener other) {
    return new DrainParts(database, redis, journal, shards, rules, settings, other);
  }
}
