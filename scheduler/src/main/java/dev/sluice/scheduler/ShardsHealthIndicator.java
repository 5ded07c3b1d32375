package dev.sluice.scheduler;

import dev.sluice.drain.ShardReport;
import dev.sluice.drain.ShardReports;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Every shard: its last progress, since when it is tried in vain, and why. Down where one is paused
 * or does not get on. It is not part of liveness or readiness: the other shards go on, and a
 * restart would not help.
 */
@Component
final class ShardsHealthIndicator implements HealthIndicator {

  private final ShardReports reports;

  ShardsHealthIndicator(ShardReports reports) {
    this.reports = reports;
  }

  @Override
  public Health health() {
    SortedMap<Integer, ShardReport> shards;
    try {
      shards = reports.list();
    } catch (RuntimeException e) {
      return Health.down(e).build();
    }
    boolean well = shards.values().stream().allMatch(ShardReport::isWell);
    var health = well ? Health.up() : Health.down();
    shards.forEach((shard, report) -> health.withDetail(Integer.toString(shard), details(report)));
    return health.build();
  }

  /** What is not known or not so is left out. */
  static Map<String, Object> details(ShardReport report) {
    var details = new LinkedHashMap<String, Object>();
    details.put("status", report.isWell() ? "UP" : "DOWN");
    details.put("lastDecided", report.lastDecided().toString());
    details.put("drainedHere", report.drainedHere());
    if (report.waitingSince() != null) {
      details.put("waitingSince", report.waitingSince().toString());
    }
    if (report.retryingSince() != null) {
      details.put("retryingSince", report.retryingSince().toString());
    }
    if (report.paused()) {
      details.put("paused", true);
    }
    if (report.reason() != null) {
      details.put("reason", report.reason());
    }
    return details;
  }
}
