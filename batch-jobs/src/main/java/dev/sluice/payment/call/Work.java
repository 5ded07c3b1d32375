package dev.sluice.payment.call;

import java.util.List;

/**
 * Items for which the provider is to be called, as the tables say. What is taken and not called,
 * because the process dies, is due again.
 *
 * @param <T> an item
 */
public interface Work<T> {

  /** Whether anything is due: one statement that reads little while there is nothing. */
  boolean isDue();

  /**
   * Does whatever is due and needs no call. On one thread at a time, beside calls.
   *
   * @param max how much at most
   * @return how many items need no more
   */
  int bringOn(int max);

  /**
   * Items for which the provider is to be called now. On one thread at a time.
   *
   * @param max how many at most; among them are those that are being called
   */
  List<T> list(int max);

  /** What an item is known by when it is listed again. */
  Object keyOf(T item);

  /**
   * Calls the provider and writes down what it said, so that the item is not due before its time.
   * On a virtual thread of its own, beside other items.
   *
   * @return whether that was its last call
   */
  boolean call(T item);
}
