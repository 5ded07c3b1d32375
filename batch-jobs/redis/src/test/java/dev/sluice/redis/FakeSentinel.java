package dev.sluice.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers who the master is, as a Sentinel does, and notes what it was asked. */
final class FakeSentinel implements AutoCloseable {

  private final ServerSocket listening;
  private final String master;
  private final int port;
  private final List<List<String>> asked = new CopyOnWriteArrayList<>();

  FakeSentinel(String master, int port) throws IOException {
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.master = master;
    this.port = port;
    Thread.ofVirtual().start(this::accept);
  }

  String address() {
    return "127.0.0.1:" + listening.getLocalPort();
  }

  /** Every command, in the order in which they came. */
  List<List<String>> asked() {
    return asked;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Thread.ofVirtual().start(() -> answer(client));
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  private void answer(Socket client) {
    try (client) {
      var in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
      OutputStream out = client.getOutputStream();
      String count = in.readLine();
      while (count != null) {
        var words = new ArrayList<String>();
        for (int i = 0; i < Integer.parseInt(count.substring(1)); i++) {
          in.readLine();
          words.add(in.readLine());
        }
        asked.add(List.copyOf(words));
        out.write(answer(words).getBytes(StandardCharsets.US_ASCII));
        out.flush();
        count = in.readLine();
      }
    } catch (IOException e) {
      // The other side has gone.
    }
  }

  private String answer(List<String> words) {
    String command = words.getFirst().toUpperCase(Locale.ROOT);
    String host = "127.0.0.1";
    return switch (command) {
      case "HELLO" -> "-ERR unknown command 'HELLO'\r\n";
      case "PING" -> "+PONG\r\n";
      case "SUBSCRIBE", "PSUBSCRIBE" ->
          "*3\r\n$%d\r\n%s\r\n$%d\r\n%s\r\n:1\r\n"
              .formatted(
                  command.length(),
                  command.toLowerCase(Locale.ROOT),
                  words.get(1).length(),
                  words.get(1));
      case "SENTINEL" ->
          words.get(1).equalsIgnoreCase("get-master-addr-by-name") && words.get(2).equals(master)
              ? "*2\r\n$%d\r\n%s\r\n$%d\r\n%d\r\n"
                  .formatted(host.length(), host, Integer.toString(port).length(), port)
              : "*0\r\n";
      default -> "+OK\r\n";
    };
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
