package dev.sluice.web.correlation;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives each call an id: the client's own, or a new one. It stands in every answer, and in every
 * line that the call's threads log, so that the two can be brought together.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class CorrelationFilter extends OncePerRequestFilter {

  /** The header of calls and answers that has the id. */
  public static final String HEADER = "X-Correlation-Id";

  /** Its name among the fields of a line of the log, by Elastic's common schema. */
  static final String LOGGED = "http.request.id";

  /** The header of W3C's trace context, and the name of the trace's id in the log. */
  static final String TRACE_PARENT = "traceparent";

  static final String LOGGED_TRACE = "trace.id";

  /** Whatever else a client sends does not get into a log. */
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private static final Pattern TRACE =
      Pattern.compile("00-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

  /** The answer of a call that waited is written by another thread. */
  @Override
  protected boolean shouldNotFilterAsyncDispatch() {
    return false;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String known = response.getHeader(HEADER);
    String id = known == null ? idOf(request.getHeader(HEADER)) : known;
    response.setHeader(HEADER, id);
    MDC.put(LOGGED, id);
    putTrace(request.getHeader(TRACE_PARENT));
    try {
      chain.doFilter(request, response);
    } finally {
      MDC.remove(LOGGED);
      MDC.remove(LOGGED_TRACE);
    }
  }

  /** The trace that the caller is in, if it says so. */
  private static void putTrace(@Nullable String given) {
    Matcher trace = TRACE.matcher(given == null ? "" : given);
    if (trace.matches()) {
      MDC.put(LOGGED_TRACE, trace.group(1));
    }
  }

  private static String idOf(@Nullable String given) {
    return given != null && ID.matcher(given).matches()
        ? given
        : HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }
}
