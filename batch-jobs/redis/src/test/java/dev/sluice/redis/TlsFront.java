package dev.sluice.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Speaks TLS with a certificate of its own, and hands on to a server in plain text. */
final class TlsFront implements AutoCloseable {

  private static final char[] PASSWORD = "changeit".toCharArray();

  private final ServerSocket listening;
  private final int server;
  private final AtomicInteger secured = new AtomicInteger();

  TlsFront(Path folder, int server) throws IOException, GeneralSecurityException {
    this.server = server;
    Path keys = keys(folder);
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD);
    }
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    listening =
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Connections on which something came that was rightly encrypted. */
  int secured() {
    return secured.get();
  }

  /** A key with its certificate, for which one must trust this very file. */
  static Path keys(Path folder) throws IOException {
    Path keys = folder.resolve("redis.p12");
    if (!Files.exists(keys)) {
      Process made =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-alias",
                  "redis",
                  "-keyalg",
                  "EC",
                  "-dname",
                  "CN=redis",
                  "-ext",
                  "san=ip:127.0.0.1",
                  "-storetype",
                  "PKCS12",
                  "-keystore",
                  keys.toString(),
                  "-storepass",
                  new String(PASSWORD))
              .inheritIO()
              .start();
      if (made.onExit().join().exitValue() != 0) {
        throw new IllegalStateException("keytool made no key");
      }
    }
    return keys;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        var upstream = new Socket(InetAddress.getLoopbackAddress(), server);
        Thread.ofPlatform().daemon().start(() -> copy(client, upstream, true));
        Thread.ofPlatform().daemon().start(() -> copy(upstream, client, false));
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  private void copy(Socket from, Socket to, boolean fromClient) {
    try (from;
        to) {
      byte[] some = new byte[8192];
      int read = from.getInputStream().read(some);
      if (fromClient && read > 0) {
        secured.incrementAndGet();
      }
      while (read > 0) {
        to.getOutputStream().write(some, 0, read);
        read = from.getInputStream().read(some);
      }
    } catch (IOException e) {
      // Either side has gone, or spoke plain text.
    }
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
