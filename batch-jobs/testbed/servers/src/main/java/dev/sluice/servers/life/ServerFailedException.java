package dev.sluice.servers.life;

import org.jspecify.annotations.Nullable;

/** A server did not do what was asked of it; the message ends with the tail of its log. */
public final class ServerFailedException extends RuntimeException {

  private static final int TAIL_MAX = 4_000;

  ServerFailedException(String server, String what, String log, @Nullable Throwable cause) {
    super(server + " " + what + tail(log), cause);
  }

  /** Of a server that has no log to be told. */
  public ServerFailedException(String server, String what, @Nullable Throwable cause) {
    this(server, what, "", cause);
  }

  private static String tail(String log) {
    String text = log.strip();
    if (text.isEmpty()) {
      return "";
    }
    return "; the end of its log:\n" + text.substring(Math.max(0, text.length() - TAIL_MAX));
  }
}
