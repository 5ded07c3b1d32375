package dev.sluice.slice;

import java.time.Duration;
import java.util.List;

/** Hears of a slice on its way. Called on the drain's threads, so it must be quick. */
public interface SliceListener {

  /** Tells all of them, in order. */
  static SliceListener all(List<SliceListener> listeners) {
    List<SliceListener> each = List.copyOf(listeners);
    return new SliceListener() {
      @Override
      public void idle(int shard) {
        each.forEach(listener -> listener.idle(shard));
      }

      @Override
      public void retrying(int shard, String reason) {
        each.forEach(listener -> listener.retrying(shard, reason));
      }

      @Override
      public void compared(int shard, Duration ahead) {
        each.forEach(listener -> listener.compared(shard, ahead));
      }

      @Override
      public void committed(CommittedSlice slice) {
        each.forEach(listener -> listener.committed(slice));
      }

      @Override
      public void announced(CommittedSlice slice) {
        each.forEach(listener -> listener.announced(slice));
      }

      @Override
      public void trimmed(CommittedSlice slice) {
        each.forEach(listener -> listener.trimmed(slice));
      }
    };
  }

  /** The shard has nothing to decide, and its servers answer. */
  default void idle(int shard) {}

  /** A failure was met; the shard is tried again. */
  default void retrying(int shard, String reason) {}

  /** Redis' clock and the database's were compared: that far the first is ahead. */
  default void compared(int shard, Duration ahead) {}

  /** The slice is committed; nothing outside the database knows of it. */
  default void committed(CommittedSlice slice) {}

  /** The slice is in the outcome stream; its requests still stand in the request stream. */
  default void announced(CommittedSlice slice) {}

  /** The slice's requests are gone from the request stream. */
  default void trimmed(CommittedSlice slice) {}
}
