package dev.sluice.intake.result;

import dev.sluice.intake.outcome.Outcomes;
import dev.sluice.intake.outcome.RequestKey;
import dev.sluice.intake.outcome.Standing;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Server-sent events until the outcome. The thread of the call waits; it is a virtual one, and
 * waiting costs it next to nothing.
 */
@Component
final class EventStream {

  /** Often enough that proxies keep the connection, and that a client who left is noticed. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** Longest life of one stream; the client connects again by itself. */
  private static final Duration LIFE_MAX = Duration.ofMinutes(10);

  private final Outcomes outcomes;
  private final JsonMapper json;

  EventStream(Outcomes outcomes, JsonMapper json) {
    this.outcomes = outcomes;
    this.json = json;
  }

  /** Writes the standing now, and each later one until the outcome. */
  void write(
      int shard, RequestKey request, String customer, Standing now, HttpServletResponse response)
      throws IOException, InterruptedException {
    response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    // Else a proxy in front might keep the events until there are many.
    response.setHeader("X-Accel-Buffering", "no");
    ServletOutputStream out = response.getOutputStream();
    long end = System.nanoTime() + LIFE_MAX.toNanos();
    Standing standing = now;
    send(out, request, standing);
    while (standing instanceof Standing.Queued && System.nanoTime() < end && outcomes.isServing()) {
      standing = outcomes.await(shard, request, customer, HEARTBEAT).orElse(standing);
      send(out, request, standing);
    }
  }

  private void send(ServletOutputStream out, RequestKey request, Standing standing)
      throws IOException {
    String event = standing instanceof Standing.Queued ? "queued" : "outcome";
    out.print("event: " + event + "\nid: " + request.id() + "\ndata: ");
    out.write(json.writeValueAsBytes(RequestView.of(request, standing)));
    out.print("\n\n");
    out.flush();
  }
}
