package dev.sluice.drain;

import dev.sluice.contract.Limits;
import dev.sluice.database.DatabaseSettings;
import dev.sluice.stream.Retention;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the drain.
 *
 * @param interval shortest time between the starts of two slices that are not full, and how often a
 *     shard without a running drain is looked at
 * @param linger how long an execution waits for more before it ends
 * @param leaseLength how long a dead or frozen holder keeps others from draining its shard, and how
 *     long one that only fails keeps trying; longer than any wait for the database
 * @param sliceEntriesMax entries decided in one transaction
 * @param placesInMemory seats and reservations of its sessions that a drain keeps in memory, at
 *     most, beside those of the slice in hand; 1,000 take about half a megabyte
 * @param outcomeRetention how long slices stay in the outcome stream, at most
 * @param outcomeStreamMax memory of an outcome stream, at most
 * @param retryDelayMax longest pause between two tries after a failure
 * @param relaxedDurability accepts a database that may lose committed slices in a power cut
 */
@Validated
@ConfigurationProperties("sluice.drain")
public record DrainSettings(
    @DefaultValue("250ms") @DurationMin(millis = 1) Duration interval,
    @DefaultValue("1m") Duration linger,
    @DefaultValue("5s") @DurationMin(seconds = 1) Duration leaseLength,
    @DefaultValue("" + Limits.SLICE_ENTRIES_DEFAULT) @Min(1) @Max(Limits.SLICE_ENTRIES_MAX)
        int sliceEntriesMax,
    @DefaultValue("300000") @Min(0) long placesInMemory,
    @DefaultValue("24h") Duration outcomeRetention,
    @DefaultValue("256MB") DataSize outcomeStreamMax,
    @DefaultValue("2s") Duration retryDelayMax,
    @DefaultValue("false") boolean relaxedDurability) {

  /** How long Redis keeps outcomes. */
  Retention retention() {
    return new Retention(outcomeRetention, outcomeStreamMax);
  }

  /**
   * Who waits for a silent database holds its lease: others would wait with it.
   *
   * @throws IllegalStateException if any timeout is as long as a lease
   */
  void requireLeaseLongerThan(DatabaseSettings timeouts) {
    if (timeouts.longest().compareTo(leaseLength) >= 0) {
      throw new IllegalStateException(
          "sluice.drain.lease-length (%s) must be longer than each timeout of sluice.database (%s)"
              .formatted(leaseLength, timeouts));
    }
  }
}
