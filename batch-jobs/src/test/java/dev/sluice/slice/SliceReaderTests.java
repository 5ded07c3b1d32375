package dev.sluice.slice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.allocation.Incoming;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.StreamEntry;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the codec does with an entry, the others of the stream are read. */
class SliceReaderTests {

  static Stream<Throwable> failures() {
    return Stream.of(new IllegalStateException("planted"), new StackOverflowError("planted"));
  }

  /** Seen to fail where only RuntimeExceptions are caught: the error ended the reader. */
  @ParameterizedTest
  @MethodSource("failures")
  void anEntryOnWhichTheCodecThrowsIsUnreadable(Throwable failure) {
    var entry = new StreamEntry(new EntryId(7, 0), new Throwing(failure));
    Incoming read = SliceReader.decode(entry);
    assertThat(read)
        .isEqualTo(
            new Incoming.Unreadable(entry, "the codec failed: " + failure.getClass().getName()));
  }

  /** Fields on which the decoding throws at the first question. */
  private static final class Throwing extends AbstractMap<String, byte[]> {

    private final Throwable failure;

    private Throwing(Throwable failure) {
      this.failure = failure;
    }

    @Override
    public byte @Nullable [] get(Object field) {
      if (field.equals(StreamEntry.ACCEPTED)) {
        return null;
      }
      if (field.equals("v")) {
        if (failure instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) failure;
      }
      return new byte[0];
    }

    @Override
    public Set<Map.Entry<String, byte[]>> entrySet() {
      return Set.of();
    }
  }
}
