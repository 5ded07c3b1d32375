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
   * What is due now, after whatever can be done for it without the provider has been done. On one
   * thread at a time.
   *
   * @param max how many at most; among them are those that are being called
   */
  Round<T> list(int max);

  /** What an item is known by when it is listed again. */
  Object keyOf(T item);

  /**
   * Calls the provider and writes down what it said, so that the item is not due before its time.
   * On a virtual thread of its own, beside other items.
   *
   * @return whether that was its last call
   */
  boolean call(T item);

  /**
   * A look at what is due.
   *
   * @param calls for which the provider is to be called
   * @param done how many were brought on without it
   */
  record Round<T>(List<T> calls, int done) {}
}
