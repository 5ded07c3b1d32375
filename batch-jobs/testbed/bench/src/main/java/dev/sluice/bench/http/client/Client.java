package dev.sluice.bench.http.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Very many HTTP clients in one thread. It shares the processors with the server that it measures,
 * so it does as little as it can: requests are made of ready bytes, of answers only status and body
 * are read.
 */
public final class Client implements AutoCloseable {

  private static final int BUFFER_BYTES = 64 * 1024;
  private static final long SELECT_MAX_MILLIS = 100;

  private final InetSocketAddress server;
  private final int connectionsMax;
  private final Selector selector;
  private final List<Connection> all = new ArrayList<>();
  private final Deque<Connection> idle = new ArrayDeque<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

  /**
   * A client of the server at that URL.
   *
   * @param connectionsMax how many connections there may be at once; each is opened when first
   *     needed
   */
  public Client(String url, int connectionsMax) throws IOException {
    URI uri = URI.create(url);
    this.server = new InetSocketAddress(uri.getHost(), uri.getPort());
    this.connectionsMax = connectionsMax;
    this.selector = Selector.open();
  }

  /** Makes the calls; returns when they are over and answered. */
  public void run(Calls calls) throws IOException {
    while (true) {
      long now = System.nanoTime();
      sendDue(calls, now);
      if (idle.size() == all.size() && calls.isOver(now)) {
        return;
      }
      select(calls);
      receive(calls);
    }
  }

  @Override
  public void close() throws IOException {
    all.forEach(Connection::close);
    selector.close();
  }

  private void sendDue(Calls calls, long now) throws IOException {
    while (!idle.isEmpty() || all.size() < connectionsMax) {
      Call call = calls.next(now);
      if (call == null) {
        return;
      }
      Connection connection = connection();
      try {
        connection.send(call);
      } catch (IOException e) {
        end(connection);
        calls.broken(call, e);
      }
    }
  }

  private Connection connection() throws IOException {
    Connection connection = idle.pollLast();
    if (connection == null) {
      connection = Connection.open(server, selector);
      all.add(connection);
    }
    return connection;
  }

  private void select(Calls calls) throws IOException {
    boolean mayStart = !idle.isEmpty() || all.size() < connectionsMax;
    long wait = mayStart ? calls.nextDue() - System.nanoTime() : Long.MAX_VALUE;
    if (wait <= 0) {
      selector.selectNow();
    } else {
      // Rounded up: a call that is late by part of a millisecond is, and its latency tells it.
      selector.select(Math.min(SELECT_MAX_MILLIS, 1 + wait / 1_000_000));
    }
  }

  private void receive(Calls calls) {
    Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
    while (keys.hasNext()) {
      SelectionKey key = keys.next();
      keys.remove();
      receive((Connection) key.attachment(), key, calls);
    }
  }

  private void receive(Connection connection, SelectionKey key, Calls calls) {
    Call call = connection.call();
    try {
      if (key.isWritable()) {
        connection.write();
      }
      Reply reply = key.isReadable() ? connection.read(buffer) : null;
      if (reply != null && call != null) {
        idle.addLast(connection);
        calls.answered(call, reply, System.nanoTime());
      }
    } catch (IOException | BrokenReplyException e) {
      idle.remove(connection);
      end(connection);
      broken(calls, call, e);
    }
  }

  private static void broken(Calls calls, @Nullable Call call, Exception cause) {
    if (call != null) {
      calls.broken(call, cause);
    }
  }

  private void end(Connection connection) {
    all.remove(connection);
    connection.close();
  }
}
