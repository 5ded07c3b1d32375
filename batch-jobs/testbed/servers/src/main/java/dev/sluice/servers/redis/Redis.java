package dev.sluice.servers.redis;

import dev.sluice.servers.life.DelegatingServer;
import dev.sluice.servers.life.Mode;
import dev.sluice.servers.life.Ports;
import dev.sluice.servers.life.Token;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Redis that writes its append-only file before it answers ({@code appendfsync always}) and never
 * evicts, with a random password.
 */
public final class Redis extends DelegatingServer {

  /**
   * The data of a Redis at one instant.
   *
   * @see Redis#backup()
   */
  public static final class Backup {

    private static final Backup EMPTY = new Backup(Map.of());

    private final Map<String, byte[]> files;

    Backup(Map<String, byte[]> files) {
      this.files = files;
    }
  }

  private static final int TIMEOUT_MILLIS = 2_000;

  private final RedisHost host;
  private final int port;
  private final String password;

  Redis(RedisHost host, int port, String password) {
    super(host);
    this.host = host;
    this.port = port;
    this.password = password;
  }

  /** Starts a Redis 7.0 ({@link Mode#EMBEDDED}) or 8 ({@link Mode#CONTAINERS}), empty. */
  public static Redis start(Mode mode) {
    return start(mode, Map.of());
  }

  /** The same with settings beside or instead of the usual ones. */
  public static Redis start(Mode mode, Map<String, String> more) {
    int port = Ports.free();
    String password = Token.random();
    RedisHost host =
        switch (mode) {
          case EMBEDDED -> new EmbeddedRedis(port, password, more);
          case CONTAINERS -> new ContainerRedis(port, password, more);
        };
    return DelegatingServer.started(new Redis(host, port, password));
  }

  /** The address with the password: {@code redis://:password@127.0.0.1:port}. */
  public String uri() {
    return "redis://:" + password + "@127.0.0.1:" + port;
  }

  /**
   * Copies the data as they are now, whether the server runs or not. Writes that happen meanwhile
   * are in it or not, but none without those before it.
   */
  public Backup backup() {
    return new Backup(AppendOnlyFiles.copy(host::read));
  }

  /**
   * Starts the server without any data, as after the loss of its disk.
   *
   * @throws IllegalStateException where it has not been stopped or killed before
   */
  public void startEmpty() {
    startFrom(Backup.EMPTY);
  }

  /**
   * Starts the server with older data, as from a replica that was behind.
   *
   * @throws IllegalStateException where it has not been stopped or killed before
   */
  public void startFrom(Backup backup) {
    host.replace(backup.files);
    host.start();
  }

  /**
   * Makes this server a replica of another one of the same mode: its own data are gone, and it has
   * the other's after a while. A server that was stopped, killed, or whose master was, is told
   * again.
   */
  public void follow(Redis master) {
    InetSocketAddress address = master.host.peerAddress();
    try {
      List<String> replies =
          send(
              port,
              password,
              "CONFIG SET masterauth " + master.password,
              "REPLICAOF %s %d".formatted(address.getHostString(), address.getPort()));
      if (replies.size() != 2 || !replies.stream().allMatch(reply -> reply.startsWith("+OK"))) {
        throw new IllegalStateException("Redis does not become a replica: " + replies);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean answers(int port, String password) throws IOException {
    return send(port, password, "PING").equals(List.of("+PONG"));
  }

  /** Sends commands of words without spaces and returns their one-line replies. */
  private static List<String> send(int port, String password, String... commands)
      throws IOException {
    try (var socket = new Socket()) {
      socket.connect(Ports.address(port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      String all = "AUTH " + password + "\r\n" + String.join("\r\n", commands) + "\r\n";
      socket.getOutputStream().write(all.getBytes(StandardCharsets.US_ASCII));
      var lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      var replies = new ArrayList<String>();
      for (int i = 0; i <= commands.length; i++) {
        replies.add(String.valueOf(lines.readLine()));
      }
      return "+OK".equals(replies.removeFirst()) ? replies : List.of();
    }
  }
}
