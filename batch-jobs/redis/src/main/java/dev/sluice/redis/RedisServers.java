package dev.sluice.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.EpollProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Opens connections to the Redis that {@code spring.data.redis.*} names: one server, the master
 * that Sentinels name, or that node of a Cluster which holds a shard. A connection never reconnects
 * by itself and sends nothing twice: who uses it replaces it, after a command without an answer
 * too. Thread-safe.
 */
public final class RedisServers implements AutoCloseable {

  private final DataRedisConnectionDetails details;
  private final RedisSettings settings;
  private final String clientName;
  private final RedisClient client;

  /**
   * Connects to nothing yet.
   *
   * @param clientName how this process is called in Redis' list of clients
   * @param url of {@code spring.data.redis.url}; null if the servers are named otherwise
   * @throws IllegalArgumentException if the details name what cannot be appended to
   */
  public RedisServers(
      String clientName,
      DataRedisConnectionDetails details,
      @Nullable String url,
      RedisSettings settings,
      ClientResources resources) {
    if (details.getMasterReplica() != null) {
      throw new IllegalArgumentException(
          "spring.data.redis.masterreplica names servers of which one may be a replica: give one"
              + " server, Sentinels or a Cluster");
    }
    this.details = new WholeDetails(details, url);
    this.settings = settings;
    this.clientName = clientName;
    this.client = RedisClient.create(resources);
    client.setOptions(options(this.details, settings));
  }

  /** Where Redis is, for the clients that do not connect by this. */
  DataRedisConnectionDetails details() {
    return details;
  }

  /** What every client of this process is configured by. */
  public RedisSettings settings() {
    return settings;
  }

  /** Whether shards may be on several servers. */
  public boolean isCluster() {
    return details.getCluster() != null;
  }

  /** A new connection to the server that holds the keys of a shard. */
  public <V> StatefulRedisConnection<String, V> connect(int shard, RedisCodec<String, V> codec) {
    return connect(isCluster() ? layout().serverOf(shard) : onlyServer(), codec);
  }

  /** A new connection to each server that takes writes. */
  public <V> List<StatefulRedisConnection<String, V>> connectAll(RedisCodec<String, V> codec) {
    List<RedisURI> servers = isCluster() ? layout().servers() : List.of(onlyServer());
    var connections = new ArrayList<StatefulRedisConnection<String, V>>();
    try {
      for (RedisURI server : servers) {
        connections.add(connect(server, codec));
      }
      return connections;
    } catch (RuntimeException e) {
      connections.forEach(StatefulRedisConnection::close);
      throw e;
    }
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
  }

  private <V> StatefulRedisConnection<String, V> connect(
      RedisURI server, RedisCodec<String, V> codec) {
    return client.connect(codec, server);
  }

  /** Asked anew for every connection: a node may have handed its shards to another. */
  private ClusterLayout layout() {
    RedisException last = null;
    for (DataRedisConnectionDetails.Node node : cluster().getNodes()) {
      RedisURI seed = server(node.host(), node.port(), 0);
      try (StatefulRedisConnection<String, String> connection = connect(seed, StringCodec.ASCII)) {
        return ClusterLayout.of(
            connection.sync().clusterSlots(),
            (host, port) -> server(host.isEmpty() ? node.host() : host, port, 0));
      } catch (RedisException e) {
        last = e;
      }
    }
    throw new RedisException("No node of the Redis Cluster tells its layout", last);
  }

  private DataRedisConnectionDetails.Cluster cluster() {
    DataRedisConnectionDetails.Cluster cluster = details.getCluster();
    if (cluster == null) {
      throw new IllegalStateException("There is no Cluster");
    }
    return cluster;
  }

  private RedisURI onlyServer() {
    DataRedisConnectionDetails.Sentinel sentinel = details.getSentinel();
    if (sentinel != null) {
      return master(sentinel);
    }
    DataRedisConnectionDetails.Standalone standalone = details.getStandalone();
    if (standalone == null) {
      throw new IllegalStateException("spring.data.redis.* names no server");
    }
    return server(standalone.getHost(), standalone.getPort(), standalone.getDatabase());
  }

  private RedisURI server(String host, int port, int database) {
    RedisURI.Builder uri = named(RedisURI.Builder.redis(host, port).withDatabase(database));
    authenticate(uri, details.getUsername(), details.getPassword());
    return uri.build();
  }

  private RedisURI master(DataRedisConnectionDetails.Sentinel sentinel) {
    var uri = named(RedisURI.builder().withSentinelMasterId(sentinel.getMaster()));
    authenticate(uri, details.getUsername(), details.getPassword());
    for (DataRedisConnectionDetails.Node node : sentinel.getNodes()) {
      RedisURI.Builder one = named(RedisURI.Builder.redis(node.host(), node.port()));
      authenticate(one, sentinel.getUsername(), sentinel.getPassword());
      uri.withSentinel(one.build());
    }
    return uri.withDatabase(sentinel.getDatabase()).build();
  }

  private RedisURI.Builder named(RedisURI.Builder uri) {
    return uri.withSsl(details.getSslBundle() != null)
        .withClientName(clientName)
        .withTimeout(settings.commandTimeout());
  }

  private static void authenticate(
      RedisURI.Builder uri, @Nullable String username, @Nullable String password) {
    if (username != null && password != null) {
      uri.withAuthentication(username, password.toCharArray());
    } else if (password != null) {
      uri.withPassword(password.toCharArray());
    }
  }

  private static ClientOptions options(DataRedisConnectionDetails details, RedisSettings settings) {
    ClientOptions.Builder options =
        ClientOptions.builder()
            // The library would send again whatever had no answer when a connection broke.
            .autoReconnect(false)
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .socketOptions(socketOptions(settings));
    SslBundle bundle = details.getSslBundle();
    if (bundle != null) {
      options.sslOptions(sslOptions(bundle));
    }
    return options.build();
  }

  /** The same for Spring Data Redis, which gets it by a customizer. */
  static SocketOptions socketOptions(RedisSettings settings) {
    Duration third = settings.silenceMax().dividedBy(3);
    SocketOptions.Builder options =
        SocketOptions.builder()
            .connectTimeout(settings.connectTimeout())
            .tcpNoDelay(true)
            .keepAlive(
                SocketOptions.KeepAliveOptions.builder()
                    .enable()
                    .idle(third)
                    .interval(third)
                    .count(2)
                    .build());
    if (EpollProvider.isAvailable()) {
      // The JDK has no such option. Without it only a command's own timeout ends the wait for an
      // answer to what was sent.
      options.tcpUserTimeout(
          SocketOptions.TcpUserTimeoutOptions.builder()
              .enable()
              .tcpUserTimeout(settings.silenceMax())
              .build());
    }
    return options.build();
  }

  private static SslOptions sslOptions(SslBundle bundle) {
    SslOptions.Builder options =
        SslOptions.builder()
            .jdkSslProvider()
            .keyManager(bundle.getManagers().getKeyManagerFactory())
            .trustManager(bundle.getManagers().getTrustManagerFactory());
    String[] ciphers = bundle.getOptions().getCiphers();
    if (ciphers != null) {
      options.cipherSuites(ciphers);
    }
    String[] protocols = bundle.getOptions().getEnabledProtocols();
    if (protocols != null) {
      options.protocols(protocols);
    }
    return options.build();
  }
}
