package dev.sluice.drain;

import dev.sluice.contract.SliceMessage;
import dev.sluice.publication.OutcomePublisher;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Tells the publisher of a slice once followers can have it, with its elements as they were
 * written, so that nobody has to read them again. Slices are committed on one thread and trimmed on
 * another, in the same order.
 */
final class Publishing implements SliceListener {

  private final SliceListener next;
  private final OutcomePublisher publisher;
  private final Queue<CommittedSlice> committed = new ConcurrentLinkedQueue<>();

  Publishing(SliceListener next, OutcomePublisher publisher) {
    this.next = next;
    this.publisher = publisher;
  }

  @Override
  public void committed(CommittedSlice slice) {
    next.committed(slice);
    committed.add(slice);
  }

  @Override
  public void announced(SliceMessage slice) {
    next.announced(slice);
  }

  @Override
  public void trimmed(SliceMessage slice) {
    next.trimmed(slice);
    CommittedSlice first = committed.poll();
    // One that was committed and never trimmed, since announcing failed, is left to the journal.
    while (first != null && first.message().firstNumber() < slice.firstNumber()) {
      first = committed.poll();
    }
    if (first != null && first.message().firstNumber() == slice.firstNumber()) {
      publisher.offer(slice, first.written());
    }
  }
}
