package dev.sluice.servers.database;

import dev.sluice.servers.life.ContainerServer;
import dev.sluice.servers.life.Ports;
import dev.sluice.servers.life.Token;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** MySQL in a container. */
final class ContainerMySql {

  private static final DockerImageName IMAGE = DockerImageName.parse("mysql:9.7");
  private static final int PORT = 3306;
  private static final String USER = "root";

  private ContainerMySql() {}

  static Database create() {
    int port = Ports.free();
    String password = Token.random();
    var server =
        new ContainerServer(
            "MySQL",
            port,
            PORT,
            () -> image(password),
            () -> Database.answers(port, USER, password));
    return new Database(server, port, USER, password);
  }

  private static GenericContainer<?> image(String password) {
    return new GenericContainer<>(IMAGE)
        .withEnv("MYSQL_ROOT_PASSWORD", password)
        .withEnv("MYSQL_DATABASE", DatabaseServerOptions.SCHEMA)
        .withCommand(DatabaseServerOptions.mySql().toArray(String[]::new));
  }
}
