package dev.sluice.scheduler.pages;

import dev.sluice.contract.stream.EntryId;
import dev.sluice.database.DateTimes;
import dev.sluice.drain.ShardReport;
import dev.sluice.drain.ShardReports;
import dev.sluice.publication.Publications;
import dev.sluice.stream.ShardFigures;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads how the shards are, from the database, from Redis and from this node's drains. */
@Component
final class ShardRows {

  private static final Logger log = LoggerFactory.getLogger(ShardRows.class);

  private static final String SHARDS =
      """
      SELECT shard.id, watermark, last_number, last_decided_at, paused_because, publication.number
      FROM shard JOIN publication ON publication.shard = shard.id ORDER BY shard.id
      """;

  private final JdbcTemplate jdbc;
  private final ShardFigures figures;
  private final ShardReports reports;
  private final Publications publications;
  private final ShardDrains drains;
  private final ShardResumes resumes;

  ShardRows(
      JdbcTemplate jdbc,
      ShardFigures figures,
      ShardReports reports,
      Publications publications,
      ShardDrains drains,
      ShardResumes resumes) {
    this.jdbc = jdbc;
    this.figures = figures;
    this.reports = reports;
    this.publications = publications;
    this.drains = drains;
    this.resumes = resumes;
  }

  /** All of them, by number. */
  List<ShardRow> list() {
    Map<Integer, Instant> unpublished =
        publications.listLate(Duration.ZERO).stream()
            .collect(Collectors.toMap(Publications.Late::shard, Publications.Late::since));
    Map<Integer, List<Long>> running = drains.running();
    Live live = live();
    return jdbc.query(SHARDS, (row, _) -> row(row, live, unpublished, running));
  }

  /** One of them. */
  Optional<ShardRow> find(int shard) {
    return list().stream().filter(row -> row.shard() == shard).findFirst();
  }

  /** Nothing where Redis is away: what the database knows is shown all the same. */
  private Live live() {
    try {
      Map<Integer, ShardReport> all = Map.copyOf(reports.list());
      return new Live(all, figures.listBacklogs(all.keySet()));
    } catch (RuntimeException e) {
      log.warn("Redis does not tell how the shards are", e);
      return new Live(Map.of(), Map.of());
    }
  }

  private ShardRow row(
      ResultSet row, Live live, Map<Integer, Instant> unpublished, Map<Integer, List<Long>> running)
      throws SQLException {
    int shard = row.getInt("shard.id");
    Optional<ShardReport> report = Optional.ofNullable(live.reports.get(shard));
    String paused = row.getString("paused_because");
    Instant retrying = report.map(ShardReport::retryingSince).orElse(null);
    return new ShardRow(
        shard,
        paused,
        live.backlogs.get(shard),
        report.map(ShardReport::waitingSince).orElse(null),
        report.filter(one -> !one.isWell()).isPresent() && !resumes.isRecent(shard),
        retrying,
        retrying == null || paused != null ? null : report.map(ShardReport::reason).orElse(null),
        report.filter(ShardReport::drainedHere).isPresent(),
        running.getOrDefault(shard, List.of()).size(),
        row.getLong("last_number") == 0 ? null : DateTimes.instant(row, "last_decided_at"),
        EntryId.fromBytes(row.getBytes("watermark")).toString(),
        row.getLong("last_number"),
        row.getLong("publication.number"),
        unpublished.get(shard));
  }

  /** What changes all the time. */
  private record Live(Map<Integer, ShardReport> reports, Map<Integer, Long> backlogs) {}
}
