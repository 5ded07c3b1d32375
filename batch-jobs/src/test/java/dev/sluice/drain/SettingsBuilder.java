package dev.sluice.drain;

import java.time.Duration;
import org.springframework.util.unit.DataSize;

/** Settings with short times: a lease of two seconds, retries after at most a fifth of one. */
final class SettingsBuilder {

  private Duration interval = Duration.ofMillis(5);
  private Duration linger = Duration.ofMillis(300);
  private Duration leaseLength = Duration.ofSeconds(2);
  private int sliceEntriesMax = 4_096;
  private long placesInMemory = 300_000;
  private Duration outcomeRetention = Duration.ofHours(24);
  private DataSize outcomeStreamMax = DataSize.ofMegabytes(256);

  SettingsBuilder interval(Duration value) {
    interval = value;
    return this;
  }

  SettingsBuilder linger(Duration value) {
    linger = value;
    return this;
  }

  SettingsBuilder leaseLength(Duration value) {
    leaseLength = value;
    return this;
  }

  SettingsBuilder sliceEntriesMax(int value) {
    sliceEntriesMax = value;
    return this;
  }

  SettingsBuilder placesInMemory(long value) {
    placesInMemory = value;
    return this;
  }

  SettingsBuilder outcomeRetention(Duration value) {
    outcomeRetention = value;
    return this;
  }

  SettingsBuilder outcomeStreamMax(DataSize value) {
    outcomeStreamMax = value;
    return this;
  }

  DrainSettings build() {
    return new DrainSettings(
        interval,
        linger,
        leaseLength,
        sliceEntriesMax,
        placesInMemory,
        outcomeRetention,
        outcomeStreamMax,
        Duration.ofMillis(200),
        false);
  }
}
