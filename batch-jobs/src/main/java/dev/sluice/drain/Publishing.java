package dev.sluice.drain;

import dev.sluice.publication.OutcomePublisher;
import dev.sluice.slice.CommittedSlice;
import dev.sluice.slice.SliceListener;

/** Tells the publisher of a slice once followers can have it, with its elements as written. */
record Publishing(SliceListener next, OutcomePublisher publisher) implements SliceListener {

  @Override
  public void idle(int shard) {
    next.idle(shard);
  }

  @Override
  public void retrying(int shard, String reason) {
    next.retrying(shard, reason);
  }

  @Override
  public void committed(CommittedSlice slice) {
    next.committed(slice);
  }

  @Override
  public void announced(CommittedSlice slice) {
    next.announced(slice);
  }

  @Override
  public void trimmed(CommittedSlice slice) {
    next.trimmed(slice);
    publisher.offer(slice.message(), slice.written());
  }
}
