package dev.sluice.servers;

import org.testcontainers.utility.DockerImageName;

/** The images of {@link Mode#CONTAINERS}. */
final class Images {

  static final DockerImageName MYSQL = DockerImageName.parse("mysql:9.7");
  static final DockerImageName REDIS = DockerImageName.parse("redis:8");
  static final DockerImageName KAFKA = DockerImageName.parse("apache/kafka:4.1.2");

  private Images() {}
}
