package dev.sluice.intake.body;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How long a body may take, and how much of bodies is held at once.
 *
 * @param patience longest silence of a sender; and for how long it may be slower than the least
 *     rate
 * @param bytesPerSecondMin the least rate, on the average since the body began
 * @param deadline when a body must have come, however large it is
 * @param heldMax bytes of all bodies of bulk calls that are being sent or read
 * @param heldPerCallerMax of them, those of one caller
 */
@Validated
@ConfigurationProperties("sluice.bodies")
record BodySettings(
    @DefaultValue("10s") Duration patience,
    @DefaultValue("16KB") DataSize bytesPerSecondMin,
    @DefaultValue("3m") Duration deadline,
    @DefaultValue("128MB") DataSize heldMax,
    @DefaultValue("64MB") DataSize heldPerCallerMax) {

  BodySettings {
    if (patience.toMillis() < 1 || deadline.compareTo(patience) < 0) {
      throw new IllegalArgumentException(
          "sluice.bodies.patience must be positive, and the deadline not before its end");
    }
    if (bytesPerSecondMin.toBytes() < 1 || heldPerCallerMax.compareTo(heldMax) > 0) {
      throw new IllegalArgumentException(
          "sluice.bodies needs a least rate, and one caller's share of held-max at most");
    }
  }

  /** How long that many bytes may take at most. */
  Duration timeFor(long bytes) {
    Duration paced = patience.plusNanos(bytes * 1_000_000_000L / bytesPerSecondMin.toBytes());
    return paced.compareTo(deadline) < 0 ? paced : deadline;
  }
}
