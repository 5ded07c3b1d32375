package dev.sluice.servers.life;

/**
 * A server that tests may hurt.
 *
 * <p>A call returns when what it says is true. A call for a state that the server is in already
 * does nothing, so that a test can always end with {@code thaw(); start();}. Thread-safe: calls
 * wait for each other. The server ends, and its data with it, when this JVM ends, however it ends.
 *
 * <p>Every call but {@link #close()} throws {@link IllegalStateException} after it, and {@link
 * ServerFailedException} where the server does not do what was asked.
 */
public interface Server extends AutoCloseable {

  /** Stops the server in an orderly way. Its data stay; {@link #start()} brings it back. */
  void stop();

  /** Kills the server without warning, as {@code kill -9} does. Its data stay as they are. */
  void kill();

  /** Starts the server again on the same address with the same data; returns when it answers. */
  void start();

  /** Stops the server's clockwork, as {@code SIGSTOP} does: its connections hang. */
  void freeze();

  /** Ends {@link #freeze()}. */
  void thaw();

  /** Kills the server and deletes its data, for good. */
  @Override
  void close();
}
