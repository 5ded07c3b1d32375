package dev.sluice.stream;

import dev.sluice.contract.stream.IdMemory.Bounds;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the request ids that are remembered.
 *
 * @param retention how long, in Redis or in the index; {@code sluice.intake.backlog.retention} is
 *     to be the same
 * @param memoryMax memory of Redis for the ids of all shards, at most, as long as the index keeps
 *     up; not above two fifths of its own {@code maxmemory}
 * @param perCustomer share of a shard's ids that one customer may have
 * @param upgrade how long ids are remembered in the form of older versions, too, after this one has
 *     come: until no process of those runs any more
 */
@Validated
@ConfigurationProperties("sluice.ids")
public record IdSettings(
    @DefaultValue("24h") @DurationMin(minutes = 1) Duration retention,
    @DefaultValue("4GB") DataSize memoryMax,
    @DefaultValue("0.1") @DecimalMin("0") @DecimalMax("1") double perCustomer,
    @DefaultValue("1h") Duration upgrade) {

  /** Of the server's own bound: the streams need room, too. */
  private static final double SHARE_OF_SERVER = 0.4;

  /**
   * Bounds of one shard.
   *
   * @param shards how many there are
   * @param serverMax memory that the server may use; 0 if it has no bound
   */
  public Bounds bounds(int shards, long serverMax) {
    long bytes =
        serverMax == 0
            ? memoryMax.toBytes()
            : Math.min(memoryMax.toBytes(), (long) (serverMax * SHARE_OF_SERVER));
    return Bounds.of(bytes / Math.max(1, shards), perCustomer, retention);
  }
}
