package dev.sluice.intake.connection;

import org.apache.coyote.http11.Http11NioProtocol;

/** Tomcat's own protocol with smaller buffers. Public, because Tomcat makes it by its name. */
public final class LeanProtocol extends Http11NioProtocol {

  /** What is read at once; a request's header has its own room. */
  private static final int READ_BYTES = 1024;

  /** An answer's header and body go out in one write up to this; most are smaller. */
  private static final int WRITE_BYTES = 2048;

  /** Of an answer, before it is handed on. */
  private static final int ANSWER_BYTES = 512;

  /** Nothing is read from trailers, but room for them is made for every connection. */
  private static final int TRAILER_BYTES = 256;

  void shrink() {
    setProperty("socket.appReadBufSize", Integer.toString(READ_BYTES));
    setProperty("socket.appWriteBufSize", Integer.toString(WRITE_BYTES));
    setMaxTrailerSize(TRAILER_BYTES);
  }

  @Override
  public int getDesiredBufferSize() {
    return ANSWER_BYTES;
  }
}
