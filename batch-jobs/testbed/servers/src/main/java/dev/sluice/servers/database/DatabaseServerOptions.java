package dev.sluice.servers.database;

import java.util.ArrayList;
import java.util.List;

/** What MariaDB and MySQL are started with: the durability and the rules of production. */
final class DatabaseServerOptions {

  static final String SCHEMA = "sluice";

  static final String COLLATE =
      "ALTER DATABASE " + SCHEMA + " CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci";

  /** The same on both; utf8mb4_0900_ai_ci, MySQL's default, does not exist on MariaDB. */
  private static final List<String> BOTH =
      List.of(
          "--innodb-flush-log-at-trx-commit=1",
          "--server-id=1",
          "--log-bin=binlog",
          "--sync-binlog=1",
          "--character-set-server=utf8mb4",
          "--collation-server=utf8mb4_unicode_ci",
          "--default-time-zone=+00:00",
          "--transaction-isolation=READ-COMMITTED",
          "--max-allowed-packet=64M",
          "--innodb-buffer-pool-size=256M",
          "--local-infile=OFF",
          "--performance-schema=OFF",
          "--skip-name-resolve");

  private static final String STRICT =
      "STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,"
          + "NO_ENGINE_SUBSTITUTION";

  private DatabaseServerOptions() {}

  /** MySQL's default modes. */
  static List<String> mySql() {
    return with("--sql-mode=ONLY_FULL_GROUP_BY," + STRICT);
  }

  /**
   * MariaDB's default modes and MySQL's about dates. Its ONLY_FULL_GROUP_BY knows no functional
   * dependence, so that it refuses what MySQL rightly takes. Without {@code skip-ssl} it spends six
   * seconds on making a certificate.
   */
  static List<String> mariaDb() {
    return with("--sql-mode=" + STRICT, "--binlog-format=ROW", "--skip-ssl");
  }

  private static List<String> with(String... more) {
    var settings = new ArrayList<>(BOTH);
    settings.addAll(List.of(more));
    return settings;
  }
}
