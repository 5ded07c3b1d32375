package dev.sluice.drain;

import dev.sluice.publication.OutcomePublisher;
import dev.sluice.slice.CommittedSlice;
import dev.sluice.slice.SliceListener;

/** Tells the publisher of a slice once followers can have it, with its elements as written. */
record Publishing(OutcomePublisher publisher) implements SliceListener {

  @Override
  public void trimmed(CommittedSlice slice) {
    publisher.offer(slice.message(), slice.written());
  }
}
