package dev.sluice.bench.http.client;

/** What came is no answer of HTTP/1.1, or none that this client reads. */
final class BrokenReplyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BrokenReplyException(String what) {
    super(what);
  }
}
