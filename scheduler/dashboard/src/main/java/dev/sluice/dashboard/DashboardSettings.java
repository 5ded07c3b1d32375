package dev.sluice.dashboard;

import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the dashboard is set up.
 *
 * @param path where it is within the application
 * @param hiddenJobs jobs that run all the time, and are not listed among others unless asked for
 * @param launchesMax how many executions that were started by hand run in this process at once
 * @param silence so long an execution must have shown no sign of life before it is recovered
 * @param tallyInterval how often executions are counted
 * @param waitMax how long a start that wants to wait for the end waits at most
 */
@ConfigurationProperties("dashboard")
public record DashboardSettings(
    @DefaultValue("/dashboard") String path,
    @DefaultValue Set<String> hiddenJobs,
    @DefaultValue("10") int launchesMax,
    @DefaultValue("5m") Duration silence,
    @DefaultValue("10s") Duration tallyInterval,
    @DefaultValue("10m") Duration waitMax) {

  public DashboardSettings {
    if (!path.matches("(/[A-Za-z0-9_.-]+)+")) {
      throw new IllegalArgumentException("dashboard.path is no path: " + path);
    }
    if (launchesMax < 1 || silence.isNegative() || !tallyInterval.isPositive()) {
      throw new IllegalArgumentException("dashboard.* must be positive");
    }
  }
}
