package dev.sluice.bench.http.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A connection that is kept open, with one call at a time. */
final class Connection {

  private final SocketChannel channel;
  private final SelectionKey key;
  private final ReplyReader reader = new ReplyReader();
  private @Nullable Call call;
  private @Nullable ByteBuffer unsent;

  private Connection(SocketChannel channel, Selector selector) throws IOException {
    this.channel = channel;
    this.key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  /** Connects; loopback needs no waiting. */
  static Connection open(InetSocketAddress server, Selector selector) throws IOException {
    SocketChannel channel = SocketChannel.open(server);
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      return new Connection(channel, selector);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** The call under way; null if there is none. */
  @Nullable Call call() {
    return call;
  }

  void send(Call next) throws IOException {
    call = next;
    unsent = ByteBuffer.wrap(next.bytes());
    write();
  }

  /** Sends what the socket takes. */
  void write() throws IOException {
    if (unsent != null) {
      channel.write(unsent);
      boolean more = unsent.hasRemaining();
      key.interestOps(more ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
      if (!more) {
        unsent = null;
      }
    }
  }

  /**
   * Reads what has come.
   *
   * @param buffer to read into; empty before and after
   * @return the answer once it is complete; the connection has no call then
   */
  @Nullable Reply read(ByteBuffer buffer) throws IOException {
    int count = channel.read(buffer);
    if (count < 0) {
      throw new EOFException("The server has closed the connection");
    }
    try {
      if (!reader.read(buffer.flip())) {
        return null;
      }
      if (buffer.hasRemaining() || call == null) {
        throw new BrokenReplyException("There is more than the answer");
      }
      call = null;
      return reader.take();
    } finally {
      buffer.clear();
    }
  }

  void close() {
    key.cancel();
    try {
      channel.close();
    } catch (IOException e) {
      // It is of no more use either way.
    }
  }
}
