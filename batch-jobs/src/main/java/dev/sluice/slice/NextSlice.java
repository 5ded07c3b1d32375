package dev.sluice.slice;

import dev.sluice.allocation.Incoming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A slice whose turn it is.
 *
 * @param entries what was read, in order; none if nothing came
 * @param decided the same decided ahead; null where that waits for the transaction
 */
public record NextSlice(List<Incoming> entries, @Nullable DecidedSlice decided) {

  public static NextSlice of(List<Incoming> entries) {
    return new NextSlice(entries, null);
  }
}
