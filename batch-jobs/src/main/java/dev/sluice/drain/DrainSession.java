package dev.sluice.drain;

/**
 * Everything that is true only as long as nothing fails: a connection to each server, the snapshot,
 * and the threads that read ahead and announce behind.
 */
record DrainSession(
    DrainConnection connection,
    SliceTransaction transaction,
    ShardRedis redis,
    SliceAnnouncer announcer,
    SliceReader reader)
    implements AutoCloseable {

  /**
   * Connects, reads where the shard is, verifies Redis and starts to read.
   *
   * @throws LeaseLostException if the fence is not the lease's
   */
  static DrainSession open(Lease lease, DrainParts parts) {
    DrainConnection connection = DrainConnection.open(parts.database(), parts.settings());
    try {
      var transaction =
          new SliceTransaction(lease.shard(), lease.fence(), connection, parts.rules());
      ShardRedis redis = ShardRedis.connect(parts.redis(), lease.shard());
      try {
        ShardState state = transaction.state();
        new RedisVerification(redis, parts.journal(), parts.settings())
            .verify(state, transaction.openedAt());
        var announcer =
            new SliceAnnouncer(
                redis, parts.journal(), state.watermark(), parts.settings(), parts.listener());
        var reader =
            new SliceReader(redis, state.watermark(), parts.settings(), announcer::trimmed);
        return new DrainSession(connection, transaction, redis, announcer.start(), reader.start());
      } catch (RuntimeException e) {
        redis.close();
        throw e;
      }
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public void close() {
    reader.close();
    announcer.close();
    redis.close();
    connection.close();
  }
}
