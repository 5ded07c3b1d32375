package org.example.stranger;

import org.springframework.batch.infrastructure.item.support.AbstractItemCountingItemStreamItemReader;

/** Reads the numbers from 1 to some end, and goes on where it was after a restart. */
class Numbers extends AbstractItemCountingItemStreamItemReader<Long> {

  private long last;

  Numbers(long items) {
    setName("numbers");
    setMaxItemCount((int) items);
  }

  @Override
  protected Long doRead() {
    return ++last;
  }

  @Override
  protected void doOpen() {
    last = 0;
  }

  @Override
  protected void doClose() {}
}
