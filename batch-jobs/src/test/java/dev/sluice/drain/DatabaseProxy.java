package dev.sluice.drain;

import dev.sluice.servers.Servers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a drain and the database, and cuts the connection around the COMMIT of a slice. A
 * client and a server that lost each other do not know of each other what they know here. It can
 * also be silent: it takes connections, and whatever is sent, and says nothing.
 */
final class DatabaseProxy implements AutoCloseable {

  /** What becomes of the next slice's COMMIT. */
  enum Cut {
    /** It never reaches the server. */
    BEFORE,
    /** The server carries it out; nobody is told. */
    AFTER,
    /** The client is cut off; the server gets it when {@link #release()} says so. */
    LATE
  }

  /** With header, command and, for a MySQL, the counts of its attributes. */
  private static final int COMMIT_LENGTH_MAX = 16;

  /** Where a packet has its command, behind its length and sequence. */
  private static final int COMMAND = 4;

  private static final byte PREPARE = 0x16;
  private static final byte EXECUTE = 0x17;

  private static final String SLICE = "INSERT INTO slice";

  private final ServerSocket server;
  private final int target;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger slices = new AtomicInteger();
  private final AtomicReference<@Nullable Cut> cut = new AtomicReference<>();
  private final List<Socket> sockets = new ArrayList<>();
  private volatile CountDownLatch released = new CountDownLatch(1);
  private volatile boolean silent;

  DatabaseProxy() {
    target = URI.create(Servers.shared().database().jdbcUrl().substring(5)).getPort();
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start("proxy", this::accept);
  }

  /** That database, through this proxy. */
  String url(String url) {
    return url.replace(":" + target + "/", ":" + server.getLocalPort() + "/");
  }

  /** Cuts at the next COMMIT of a slice, once. */
  void cutNext(Cut how) {
    released = new CountDownLatch(1);
    cut.set(how);
  }

  /** Lets a LATE commit reach the server. */
  void release() {
    released.countDown();
  }

  /** Says nothing any more, to all that are or will be connected. */
  void silence() {
    silent = true;
  }

  /** Connections that were opened through it. */
  int connections() {
    return connections.get();
  }

  /** Slices that were sent through it, committed or not. */
  int slices() {
    return slices.get();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = server.accept();
      connections.incrementAndGet();
      try {
        relay(client, new Socket(InetAddress.getLoopbackAddress(), target));
      } catch (IOException e) {
        // The database is away: its client learns of it as it would without us.
        client.close();
      }
    }
  }

  private void relay(Socket client, Socket upstream) throws IOException {
    client.setTcpNoDelay(true);
    upstream.setTcpNoDelay(true);
    synchronized (sockets) {
      sockets.add(client);
      sockets.add(upstream);
    }
    var connection = new Relay(client, upstream);
    start("proxy-up", connection::forwardRequests);
    start("proxy-down", connection::forwardAnswers);
  }

  @Override
  public void close() {
    release();
    try {
      server.close();
      synchronized (sockets) {
        for (Socket socket : sockets) {
          socket.close();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void start(String name, Work work) {
    Thread.ofPlatform()
        .name(name)
        .daemon()
        .start(
            () -> {
              try {
                work.run();
              } catch (IOException | InterruptedException e) {
                // An end was closed: that is what this is for.
              }
            });
  }

  @FunctionalInterface
  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  /** One connection. */
  private final class Relay {
    private final Socket client;
    private final Socket upstream;
    private volatile boolean mute;
    private volatile CountDownLatch answered = new CountDownLatch(1);

    private Relay(Socket client, Socket upstream) {
      this.client = client;
      this.upstream = upstream;
    }

    private void forwardRequests() throws IOException, InterruptedException {
      InputStream in = client.getInputStream();
      OutputStream out = upstream.getOutputStream();
      var buffer = new byte[1 << 16];
      boolean slice = false;
      boolean prepares = false;
      int sliceStatement = -1;
      try {
        for (int n; (n = in.read(buffer)) >= 0; ) {
          String text = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
          if (isCommand(PREPARE, buffer, n)) {
            prepares = text.contains(SLICE);
          } else if (isCommand(EXECUTE, buffer, n)) {
            // A statement is executed as soon as it is prepared: so its number is learnt.
            sliceStatement = prepares ? statement(buffer) : sliceStatement;
            prepares = false;
            if (statement(buffer) == sliceStatement) {
              slice = true;
              slices.incrementAndGet();
            }
          }
          boolean commit = n <= COMMIT_LENGTH_MAX && text.endsWith("COMMIT");
          Cut how = slice && commit ? cut.getAndSet(null) : null;
          slice = slice && !commit;
          if (how == null) {
            out.write(buffer, 0, n);
            out.flush();
          } else {
            cutOff(how, Arrays.copyOf(buffer, n), out);
            return;
          }
        }
      } finally {
        client.close();
        upstream.close();
      }
    }

    private static boolean isCommand(byte command, byte[] packet, int length) {
      return length > COMMAND + Integer.BYTES && packet[COMMAND] == command;
    }

    private static int statement(byte[] packet) {
      return ByteBuffer.wrap(packet, COMMAND + 1, Integer.BYTES)
          .order(ByteOrder.LITTLE_ENDIAN)
          .getInt();
    }

    private void cutOff(Cut how, byte[] commit, OutputStream out)
        throws IOException, InterruptedException {
      mute = true;
      switch (how) {
        case BEFORE -> {}
        case AFTER -> {
          answered = new CountDownLatch(1);
          out.write(commit);
          out.flush();
          answered.await();
        }
        case LATE -> {
          client.close();
          released.await();
          answered = new CountDownLatch(1);
          out.write(commit);
          out.flush();
          answered.await();
        }
      }
    }

    private void forwardAnswers() throws IOException {
      InputStream in = upstream.getInputStream();
      OutputStream out = client.getOutputStream();
      var buffer = new byte[1 << 16];
      for (int n; (n = in.read(buffer)) >= 0; ) {
        if (mute) {
          answered.countDown();
        } else if (!silent) {
          out.write(buffer, 0, n);
          out.flush();
        }
      }
      client.close();
    }
  }
}
