package dev.sluice.scheduler.metrics;

import dev.sluice.contract.stream.IdMemory;
import dev.sluice.drain.ShardReport;
import dev.sluice.drain.ShardReports;
import dev.sluice.index.RequestIds;
import dev.sluice.publication.Publications;
import dev.sluice.stream.ShardFigures;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * How the shards are, as gauges. They are gone while a server does not tell: an old figure would
 * look like a good one. For one thread at a time.
 */
@Component
final class ShardMeters {

  private final ShardReports reports;
  private final ShardFigures figures;
  private final ShardTables tables;
  private final Publications publications;
  private final RequestIds ids;
  private final List<MultiGauge> all = new ArrayList<>();
  private final MultiGauge backlog;
  private final MultiGauge oldest;
  private final MultiGauge paused;
  private final MultiGauge stalled;
  private final MultiGauge fence;
  private final MultiGauge unpublished;
  private final MultiGauge unpublishedAge;
  private final MultiGauge idsBehind;
  private final MultiGauge seats;
  private final MultiGauge paymentsOpen;
  private final MultiGauge paymentsOpenAge;

  ShardMeters(
      ShardReports reports,
      ShardFigures figures,
      ShardTables tables,
      Publications publications,
      RequestIds ids,
      MeterRegistry meters) {
    this.reports = reports;
    this.figures = figures;
    this.tables = tables;
    this.publications = publications;
    this.ids = ids;
    backlog = gauge("sluice.shard.backlog", null, "Requests in the stream", meters);
    oldest = gauge("sluice.shard.oldest.age", "seconds", "Age of the oldest request", meters);
    paused = gauge("sluice.shard.paused", null, "1: waits for a person", meters);
    stalled =
        gauge("sluice.shard.stalled", "seconds", "How long it has not got on with work", meters);
    fence = gauge("sluice.shard.fence", null, "Leases taken so far, on any node", meters);
    unpublished = gauge("sluice.shard.unpublished", null, "Outcomes not on Kafka yet", meters);
    unpublishedAge =
        gauge("sluice.shard.unpublished.age", "seconds", "Age of the oldest of them", meters);
    idsBehind =
        gauge("sluice.ids.index.behind", null, "1: more ids than there is room for", meters);
    seats = gauge("sluice.seats", null, "Seats of sessions that have not begun", meters);
    paymentsOpen =
        gauge("sluice.payments.open", null, "Payments whose end is not known yet", meters);
    paymentsOpenAge =
        gauge("sluice.payments.open.age", "seconds", "Age of the oldest of them", meters);
  }

  private MultiGauge gauge(
      String name, @Nullable String unit, String description, MeterRegistry meters) {
    MultiGauge gauge =
        MultiGauge.builder(name).description(description).baseUnit(unit).register(meters);
    all.add(gauge);
    return gauge;
  }

  /**
   * Looks once.
   *
   * @throws RuntimeException if a server does not tell
   */
  void look() {
    try {
      measure();
    } catch (RuntimeException e) {
      all.forEach(gauge -> gauge.register(List.of(), true));
      throw e;
    }
  }

  private void measure() {
    SortedMap<Integer, ShardReport> shards = reports.list();
    Map<Integer, Long> backlogs = figures.listBacklogs(shards.keySet());
    ShardTables.Payments payments = tables.openPayments();
    Map<Integer, Instant> unpublishedSince = new HashMap<>();
    publications
        .listLate(Duration.ZERO)
        .forEach(late -> unpublishedSince.put(late.shard(), late.since()));
    Instant now = Instant.now();

    set(backlog, shards, (shard, _) -> backlogs.getOrDefault(shard, 0L));
    set(oldest, shards, (_, report) -> age(report.waitingSince(), now));
    set(paused, shards, (_, report) -> report.paused() ? 1 : 0);
    set(stalled, shards, (_, report) -> seconds(report.stalledFor()));
    set(fence, tables.fences(), (_, raised) -> raised);
    set(unpublished, tables.unpublished(), (_, number) -> number);
    set(unpublishedAge, shards, (shard, _) -> age(unpublishedSince.get(shard), now));
    set(idsBehind, ids.lastSeen(), (_, memory) -> behind(memory));
    seats.register(tables.seats().stream().map(ShardMeters::row).toList(), true);
    paymentsOpen.register(List.of(Row.of(Tags.empty(), payments.open())), true);
    paymentsOpenAge.register(List.of(Row.of(Tags.empty(), seconds(payments.oldest()))), true);
  }

  private static <T> void set(MultiGauge gauge, Map<Integer, T> shards, Figure<T> figure) {
    var rows = new ArrayList<Row<?>>();
    shards.forEach((shard, of) -> rows.add(Row.of(tags(shard), figure.of(shard, of))));
    gauge.register(rows, true);
  }

  private static Row<?> row(ShardTables.Seats some) {
    return Row.of(tags(some.shard()).and("state", some.state()), some.seats());
  }

  private static Tags tags(int shard) {
    return Tags.of("shard", Integer.toString(shard));
  }

  private static int behind(IdMemory memory) {
    return memory.isIndexBehind() ? 1 : 0;
  }

  private static double age(@Nullable Instant since, Instant now) {
    return since == null || since.isAfter(now) ? 0 : seconds(Duration.between(since, now));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  /** What is told of a shard. */
  @FunctionalInterface
  private interface Figure<T> {

    Number of(int shard, T known);
  }
}
