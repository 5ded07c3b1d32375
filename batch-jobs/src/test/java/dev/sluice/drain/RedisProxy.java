package dev.sluice.drain;

import dev.sluice.stream.ShardConnections;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and Redis, and asks a test about every command: it goes on, or both
 * connections are cut before it. So a client can be made to fail at any of its steps.
 */
public final class RedisProxy implements AutoCloseable {

  /** Decides about commands. */
  @FunctionalInterface
  public interface Judge {

    /**
     * Whether the command goes on to the server. May itself do something to the server first.
     *
     * @param number counts the commands of all connections from 1, greetings aside
     * @param command its words, the name in upper case
     */
    boolean passes(int number, List<String> command);
  }

  private static final Set<String> GREETINGS = Set.of("HELLO", "AUTH", "CLIENT", "PING", "INFO");

  private final RedisURI server;
  private final String password;
  private final Judge judge;
  private final ServerSocket listening;
  private final RedisClient client;
  private final AtomicInteger commands = new AtomicInteger();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Set<Socket> frozen = ConcurrentHashMap.newKeySet();

  public RedisProxy(String serverUri, Judge judge) {
    this.server = RedisURI.create(serverUri);
    this.password = serverUri.replaceAll(".*//:|@.*", "");
    this.judge = judge;
    try {
      this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    RedisURI here = RedisURI.create(serverUri);
    here.setPort(listening.getLocalPort());
    here.setTimeout(Duration.ofSeconds(3));
    client = RedisClient.create(here);
    client.setOptions(ClientOptions.builder().autoReconnect(false).build());
    Thread.ofVirtual().start(this::accept);
  }

  /** A client that takes this way, as drains have it; it ends with the proxy. */
  public ShardConnections client() {
    return ShardConnections.of(client);
  }

  /** The address of this way. */
  public String uri() {
    return "redis://:" + password + "@127.0.0.1:" + listening.getLocalPort();
  }

  /**
   * From now on nothing goes through the connections that are open: neither side hears of it. New
   * ones are as before.
   */
  public void freeze() {
    frozen.addAll(sockets);
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
        sockets.add(client);
        sockets.add(upstream);
        Thread.ofVirtual().start(() -> requests(client, upstream));
        Thread.ofVirtual().start(() -> replies(upstream, client));
      } catch (IOException e) {
        // Closed, or the server is away: the client sees the end of its connection.
      }
    }
  }

  private void requests(Socket client, Socket upstream) {
    try (client;
        upstream) {
      var in = new BufferedInputStream(client.getInputStream());
      OutputStream out = upstream.getOutputStream();
      while (true) {
        var raw = new ByteArrayOutputStream();
        List<String> command = read(in, raw);
        boolean greeting = GREETINGS.contains(command.getFirst());
        if (!greeting && !judge.passes(commands.incrementAndGet(), command)) {
          return;
        }
        if (!frozen.contains(client)) {
          out.write(raw.toByteArray());
          out.flush();
        }
      }
    } catch (IOException e) {
      // The end of a connection is what this class is about.
    }
  }

  private void replies(Socket upstream, Socket client) {
    try (client;
        upstream) {
      byte[] some = new byte[8192];
      int read = upstream.getInputStream().read(some);
      while (read >= 0) {
        if (!frozen.contains(upstream)) {
          client.getOutputStream().write(some, 0, read);
        }
        read = upstream.getInputStream().read(some);
      }
    } catch (IOException e) {
      // As above.
    }
  }

  /** One command: an array of bulk strings. */
  private static List<String> read(InputStream in, ByteArrayOutputStream raw) throws IOException {
    int words = length(in, raw);
    var command = new ArrayList<String>(words);
    for (int i = 0; i < words; i++) {
      byte[] word = in.readNBytes(length(in, raw) + 2);
      raw.write(word);
      command.add(new String(word, 0, word.length - 2, StandardCharsets.ISO_8859_1));
    }
    command.set(0, command.getFirst().toUpperCase(Locale.ROOT));
    return command;
  }

  /** The number behind the asterisk or dollar sign of a line. */
  private static int length(InputStream in, ByteArrayOutputStream raw) throws IOException {
    var line = new StringBuilder();
    int next = in.read();
    while (next != '\n') {
      if (next < 0) {
        throw new EOFException();
      }
      raw.write(next);
      line.append((char) next);
      next = in.read();
    }
    raw.write('\n');
    return Integer.parseInt(line.substring(1).strip());
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    try {
      listening.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
