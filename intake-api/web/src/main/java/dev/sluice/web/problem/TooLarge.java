package dev.sluice.web.problem;

import org.apache.catalina.connector.Request;
import org.apache.coyote.http11.Http11InputBuffer;
import org.apache.tomcat.util.http.MimeHeaders;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Tells what is too large from what is malformed: Tomcat answers both with 400, and only the text
 * of its exception differs.
 */
final class TooLarge {

  private static final String HEADERS =
      StringManager.getManager(Http11InputBuffer.class)
          .getString("iib.requestheadertoolarge.error");

  private TooLarge() {}

  /** The status that says what is too large; the given one if nothing is. */
  static int statusOr(int status, Request request, @Nullable Throwable failure) {
    String text = failure == null ? null : failure.getMessage();
    if (status != HttpStatus.BAD_REQUEST.value() || text == null) {
      return status;
    }
    if (text.equals(HEADERS)) {
      // The address is read first, into the same room.
      return request.getCoyoteRequest().requestURI().isNull()
          ? HttpStatus.URI_TOO_LONG.value()
          : HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE.value();
    }
    return text.equals(tooManyHeaders(request))
        ? HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE.value()
        : status;
  }

  private static String tooManyHeaders(Request request) {
    return StringManager.getManager(MimeHeaders.class)
        .getString("headers.maxCountFail", request.getConnector().getProperty("maxHeaderCount"));
  }
}
