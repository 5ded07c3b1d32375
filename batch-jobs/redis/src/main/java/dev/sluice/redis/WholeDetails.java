package dev.sluice.redis;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Spring Boot's connection details with what it keeps beside them: that a URL began with {@code
 * rediss} it tells only its own client.
 *
 * @param given what Spring Boot has
 * @param url as it was configured; null without one
 */
record WholeDetails(DataRedisConnectionDetails given, @Nullable String url)
    implements DataRedisConnectionDetails {

  @Override
  public @Nullable SslBundle getSslBundle() {
    SslBundle bundle = given.getSslBundle();
    return bundle == null && url != null && url.startsWith("rediss:")
        ? SslBundle.systemDefault()
        : bundle;
  }

  /** A URL without a user gives an empty one. */
  @Override
  public @Nullable String getUsername() {
    String username = given.getUsername();
    return username == null || username.isEmpty() ? null : username;
  }

  @Override
  public @Nullable String getPassword() {
    return given.getPassword();
  }

  @Override
  public @Nullable Standalone getStandalone() {
    return given.getStandalone();
  }

  @Override
  public @Nullable Sentinel getSentinel() {
    return given.getSentinel();
  }

  @Override
  public @Nullable Cluster getCluster() {
    return given.getCluster();
  }

  @Override
  public @Nullable MasterReplica getMasterReplica() {
    return given.getMasterReplica();
  }
}
