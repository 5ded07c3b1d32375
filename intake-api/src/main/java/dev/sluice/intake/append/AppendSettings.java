package dev.sluice.intake.append;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How much is taken in.
 *
 * @param entriesMax undecided entries of a shard from which on it takes no more
 * @param ageMax age of a shard's oldest undecided entry from which on it takes no more
 * @param streamBytesMax bytes of a shard's request stream from which on it takes no more
 * @param memoryMax bytes that Redis may use before nothing is taken in, whatever its own maximum
 * @param memoryShareMax share of Redis' own {@code maxmemory} from which on nothing is taken in
 * @param recentShareMax share of these two bounds from which on callers' recent requests are no
 *     longer listed
 * @param retention how long ids are remembered, as {@code sluice.ids.retention} has it, and
 *     callers' recent requests; above {@code ageMax}, so that none is forgotten while its request
 *     waits
 * @param waitingMax requests of a shard that may wait in this process to be appended
 * @param retryAfter what refused clients are told to wait
 * @param callerRetryAfter what a caller is told to wait whose ids fill what one may have
 * @param drainInterval how often drains are triggered, to tell clients when the next one is due
 */
@Validated
@ConfigurationProperties("sluice.intake.backlog")
public record AppendSettings(
    @Min(1) @DefaultValue("2000000") long entriesMax,
    @NotNull @DefaultValue("1h") Duration ageMax,
    @NotNull @DefaultValue("2GB") DataSize streamBytesMax,
    @NotNull @DefaultValue("8GB") DataSize memoryMax,
    @Min(0) @Max(1) @DefaultValue("0.85") double memoryShareMax,
    @Min(0) @Max(1) @DefaultValue("0.8") double recentShareMax,
    @NotNull @DefaultValue("24h") Duration retention,
    @Min(1) @DefaultValue("50000") int waitingMax,
    @NotNull @DefaultValue("2s") Duration retryAfter,
    @NotNull @DefaultValue("1m") Duration callerRetryAfter,
    @NotNull @DefaultValue("250ms") Duration drainInterval) {

  /** Refuses a retention that ends while a request may still wait. */
  public AppendSettings {
    if (retention.compareTo(ageMax) <= 0) {
      throw new IllegalArgumentException(
          "sluice.intake.backlog.retention must exceed age-max, or an id is forgotten while its"
              + " request waits");
    }
  }
}
