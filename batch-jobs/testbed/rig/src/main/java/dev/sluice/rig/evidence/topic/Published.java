package dev.sluice.rig.evidence.topic;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record of the topic.
 *
 * @param partition where it was read
 * @param offset where in the partition
 * @param key what orders it; null if the record has none
 * @param id the event's id: shard and number
 * @param type the event's type
 * @param value the event's data
 */
public record Published(
    int partition, long offset, @Nullable String key, String id, String type, byte[] value) {

  /** Whether both say the same, wherever they were read. */
  public boolean saysTheSameAs(Published other) {
    return Objects.equals(key, other.key)
        && type.equals(other.type)
        && Arrays.equals(value, other.value);
  }

  @Override
  public String toString() {
    return "event " + id + " at offset " + offset + " of partition " + partition;
  }
}
