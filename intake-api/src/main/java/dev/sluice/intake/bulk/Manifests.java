package dev.sluice.intake.bulk;

import dev.sluice.contract.Uuids;
import dev.sluice.contract.journal.Compression;
import dev.sluice.contract.request.Digest;
import dev.sluice.database.DateTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The manifests of bulk calls, in the database. */
@Component
final class Manifests {

  private static final String INSERT =
      """
      INSERT INTO bulk (id, customer, digest, created_at, accepted, refused, manifest)
      VALUES (?, ?, ?, UTC_TIMESTAMP(3), ?, ?, ?)
      """;

  private final JdbcClient jdbc;
  private final JsonMapper json;

  Manifests(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** The manifest of that bulk call, of any caller. */
  Optional<Manifest> find(UUID id) {
    return jdbc.sql("SELECT id, customer, digest, created_at, manifest FROM bulk WHERE id = ?")
        .param(Uuids.toBytes(id))
        .query((row, n) -> manifest(row))
        .optional();
  }

  /**
   * Stores a manifest.
   *
   * @return false if there is one of that id already; nothing is changed then
   */
  boolean add(UUID id, String customer, Digest digest, List<ManifestLine> lines) {
    long refused = lines.stream().filter(line -> line.problem() != null).count();
    try {
      jdbc.sql(INSERT)
          .params(
              Uuids.toBytes(id),
              customer,
              digest.toBytes(),
              lines.size() - refused,
              refused,
              Compression.compress(json.writeValueAsBytes(lines)))
          .update();
      return true;
    } catch (DuplicateKeyException e) {
      return false;
    }
  }

  private Manifest manifest(ResultSet row) throws SQLException {
    byte[] lines = Compression.uncompress(row.getBytes("manifest"));
    return new Manifest(
        Uuids.fromBytes(row.getBytes("id")),
        row.getString("customer"),
        Digest.fromBytes(row.getBytes("digest")),
        DateTimes.instant(row, "created_at"),
        List.of(json.readValue(lines, ManifestLine[].class)));
  }
}
