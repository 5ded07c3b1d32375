package dev.sluice.stream;

/** What sees to it that request ids are in the index of the database before Redis forgets them. */
@FunctionalInterface
public interface Indexing {

  /**
   * Indexes what the shard decided up to a number, as far as it is not indexed and its time is not
   * over. Can be repeated, and goes on where it was cut short.
   */
  void through(int shard, long number);
}
