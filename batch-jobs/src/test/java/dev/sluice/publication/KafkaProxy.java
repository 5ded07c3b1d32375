package dev.sluice.publication;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between clients and a broker on loopback. The broker tells its own address in its answers;
 * clients read this one's port instead, so that all their connections come here.
 */
final class KafkaProxy implements AutoCloseable {

  private static final String HOST = "127.0.0.1";

  private final ServerSocket listening;
  private final int target;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger frozen = new AtomicInteger();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  KafkaProxy(String bootstrapServers) {
    target = Integer.parseInt(bootstrapServers.substring(bootstrapServers.indexOf(':') + 1));
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  String bootstrapServers() {
    return HOST + ":" + listening.getLocalPort();
  }

  /** The connections that there are say and take nothing more, and do not end; others work. */
  void freeze() {
    frozen.set(connections.get());
  }

  /** Connections that were opened through it. */
  int connections() {
    return connections.get();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        var broker = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(client);
        sockets.add(broker);
        int number = connections.incrementAndGet();
        Thread.ofVirtual().start(() -> pass(number, client, broker, false));
        Thread.ofVirtual().start(() -> pass(number, broker, client, true));
      } catch (IOException e) {
        // Closed, or the broker is away: the client sees the end of its connection.
      }
    }
  }

  private void pass(int number, Socket from, Socket to, boolean answers) {
    var buffer = new byte[1 << 16];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n; (n = in.read(buffer)) >= 0; ) {
        if (number > frozen.get()) {
          if (answers) {
            tellThisPort(buffer, n);
          }
          out.write(buffer, 0, n);
          out.flush();
        }
      }
      to.close();
    } catch (IOException e) {
      // The end of a connection is what this class is about.
    }
  }

  private void tellThisPort(byte[] answer, int length) {
    byte[] host = HOST.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer bytes = ByteBuffer.wrap(answer, 0, length);
    for (int at = 0; at + host.length + Integer.BYTES <= length; at++) {
      if (bytes.slice(at, host.length).equals(ByteBuffer.wrap(host))
          && bytes.getInt(at + host.length) == target) {
        bytes.putInt(at + host.length, listening.getLocalPort());
      }
    }
  }

  @Override
  public void close() {
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
