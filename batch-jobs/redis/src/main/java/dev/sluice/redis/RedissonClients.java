package dev.sluice.redis;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.socket.nio.NioChannelOption;
import java.time.Duration;
import java.util.List;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.DefaultNettyHook;
import org.redisson.config.BaseConfig;
import org.redisson.config.BaseMasterSlaveServersConfig;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.redisson.config.ReadMode;
import org.redisson.config.SubscriptionMode;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Node;
import org.springframework.boot.ssl.SslBundle;

/** Redisson on the same servers as everything else. */
public final class RedissonClients {

  private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

  private RedissonClients() {}

  /**
   * A client that connects when it is first used.
   *
   * @param lockLength how long a lock outlives its holder; renewed every third of it
   */
  public static RedissonClient create(RedisServers servers, Duration lockLength) {
    DataRedisConnectionDetails details = servers.details();
    RedisSettings settings = servers.settings();
    var config = new Config();
    config.setLazyInitialization(true);
    config.setLockWatchdogTimeout(lockLength.toMillis());
    config.setThreads(2).setNettyThreads(2);
    keepAlive(config, settings);
    authenticate(config, details.getUsername(), details.getPassword());
    SslBundle bundle = details.getSslBundle();
    if (bundle != null) {
      secure(config, bundle);
    }
    name(config, details, settings, bundle == null ? "redis" : "rediss");
    return Redisson.create(config);
  }

  private static void name(
      Config config, DataRedisConnectionDetails details, RedisSettings settings, String scheme) {
    DataRedisConnectionDetails.Cluster cluster = details.getCluster();
    DataRedisConnectionDetails.Sentinel sentinel = details.getSentinel();
    DataRedisConnectionDetails.Standalone standalone = details.getStandalone();
    if (cluster != null) {
      shared(config.useClusterServers(), settings)
          .setNodeAddresses(addresses(scheme, cluster.getNodes()));
    } else if (sentinel != null) {
      var servers = shared(config.useSentinelServers(), settings);
      servers
          .setMasterName(sentinel.getMaster())
          .setSentinelUsername(sentinel.getUsername())
          .setSentinelPassword(sentinel.getPassword())
          .setDatabase(sentinel.getDatabase())
          .setCheckSentinelsList(false);
      servers.setSentinelAddresses(addresses(scheme, sentinel.getNodes()));
    } else if (standalone != null) {
      timed(config.useSingleServer(), settings)
          .setAddress(scheme + "://" + standalone.getHost() + ":" + standalone.getPort())
          .setDatabase(standalone.getDatabase())
          .setConnectionMinimumIdleSize(1)
          .setConnectionPoolSize(4)
          .setSubscriptionConnectionMinimumIdleSize(1)
          .setSubscriptionConnectionPoolSize(2);
    } else {
      throw new IllegalArgumentException("spring.data.redis.* names no server to lock on");
    }
  }

  private static <T extends BaseMasterSlaveServersConfig<T>> T shared(
      T servers, RedisSettings settings) {
    return timed(servers, settings)
        // A lock is where it was taken, and nowhere else.
        .setReadMode(ReadMode.MASTER)
        .setSubscriptionMode(SubscriptionMode.MASTER)
        .setMasterConnectionMinimumIdleSize(1)
        .setMasterConnectionPoolSize(4)
        .setSubscriptionConnectionMinimumIdleSize(1)
        .setSubscriptionConnectionPoolSize(2);
  }

  private static <T extends BaseConfig<T>> T timed(T servers, RedisSettings settings) {
    int timeout = Math.toIntExact(settings.commandTimeout().toMillis());
    return servers
        .setRetryAttempts(1)
        // A drawn delay, as is the default, also sets how often the library's timer wakes up.
        .setRetryDelay(new ConstantDelay(RETRY_DELAY))
        .setConnectTimeout(Math.toIntExact(settings.connectTimeout().toMillis()))
        .setTimeout(timeout)
        // A command without an answer leaves its connection in the pool: this finds it out.
        .setPingConnectionInterval(timeout);
  }

  /**
   * By a hook: the library does not copy what its own configuration says of idle and interval, so
   * the operating system's two hours would stay.
   */
  private static void keepAlive(Config config, RedisSettings settings) {
    int third = Math.toIntExact(settings.silenceMax().dividedBy(3).toSeconds());
    config
        .setTcpNoDelay(true)
        .setTcpKeepAlive(true)
        .setNettyHook(
            new DefaultNettyHook() {
              @Override
              public void afterBoostrapInitialization(Bootstrap sockets) {
                sockets
                    .option(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), third)
                    .option(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), third)
                    .option(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), 2);
              }
            });
  }

  private static void authenticate(
      Config config, @Nullable String username, @Nullable String password) {
    if (password != null) {
      config.setUsername(username).setPassword(password);
    }
  }

  private static void secure(Config config, SslBundle bundle) {
    config
        .setSslKeyManagerFactory(bundle.getManagers().getKeyManagerFactory())
        .setSslTrustManagerFactory(bundle.getManagers().getTrustManagerFactory())
        .setSslCiphers(bundle.getOptions().getCiphers())
        .setSslProtocols(bundle.getOptions().getEnabledProtocols());
  }

  private static List<String> addresses(String scheme, List<Node> nodes) {
    return nodes.stream().map(node -> scheme + "://" + node.host() + ":" + node.port()).toList();
  }
}
