package dev.sluice.servers.life;

/** A server of either mode, with its process or container behind it. */
public abstract class DelegatingServer implements Server {

  private final Server host;

  /** Hands each call on to the process or container. */
  protected DelegatingServer(Server host) {
    this.host = host;
  }

  /** Starts the server; where that fails nothing is left of it. */
  public static <S extends Server> S started(S server) {
    try {
      server.start();
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  @Override
  public void stop() {
    host.stop();
  }

  @Override
  public void kill() {
    host.kill();
  }

  @Override
  public void start() {
    host.start();
  }

  @Override
  public void freeze() {
    host.freeze();
  }

  @Override
  public void thaw() {
    host.thaw();
  }

  @Override
  public void close() {
    host.close();
  }
}
