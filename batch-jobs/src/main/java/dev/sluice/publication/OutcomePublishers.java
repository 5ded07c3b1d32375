package dev.sluice.publication;

import dev.sluice.journal.Journal;

/** Makes publishers. Thread-safe. */
public final class OutcomePublishers {

  private final Journal journal;
  private final Publications publications;
  private final Producers producers;

  /** On a pool. */
  OutcomePublishers(Journal journal, Publications publications, Producers producers) {
    this.journal = journal;
    this.publications = publications;
    this.producers = producers;
  }

  /** A publisher for a holder of a shard, which is not begun. */
  public OutcomePublisher create(int shard, long fence) {
    return new OutcomePublisher(shard, fence, journal, publications, producers);
  }
}
