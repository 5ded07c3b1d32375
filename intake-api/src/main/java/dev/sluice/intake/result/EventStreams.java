package dev.sluice.intake.result;

import dev.sluice.intake.outcome.Outcomes;
import dev.sluice.intake.outcome.Standing;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Server-sent events until the outcome. A stream holds no thread while it waits. */
@Component
final class EventStreams {

  private static final Logger log = LoggerFactory.getLogger(EventStreams.class);

  /** Often enough that proxies keep the connection, and that a client who left is noticed. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** Longest life of one stream; the client connects again by itself. */
  private static final Duration LIFE_MAX = Duration.ofMinutes(10);

  /** When a client whose stream ended connects again. */
  private static final Duration RECONNECT = Duration.ofSeconds(2);

  /** The stream has an end of its own. */
  private static final long NO_TIMEOUT = 0;

  private final Outcomes outcomes;
  private final WaitingCalls calls;
  private final RequestViews views;
  private final JsonMapper json;

  EventStreams(Outcomes outcomes, WaitingCalls calls, RequestViews views, JsonMapper json) {
    this.outcomes = outcomes;
    this.calls = calls;
    this.views = views;
    this.json = json;
  }

  /**
   * Sends the standing now and, if it is not final, each later one. A client who has heard the
   * outcome is answered 204, which tells it not to connect again.
   *
   * @param lastEventId the last event that the client has heard, as it says
   * @throws dev.sluice.web.problem.Problem 429 or 503 if it would have to wait and there is no room
   */
  void open(
      Address address,
      Standing now,
      @Nullable String lastEventId,
      HttpServletRequest request,
      HttpServletResponse response) {
    EventId first = EventId.after(lastEventId);
    if (first.isHeard(now)) {
      response.setStatus(HttpStatus.NO_CONTENT.value());
      return;
    }
    WaitingCalls.@Nullable Call call =
        now instanceof Standing.Pending
            ? calls.begin(address.customer()).orElseThrow(WaitingCalls::full)
            : null;
    try {
      response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
      response.setCharacterEncoding(StandardCharsets.UTF_8);
      response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
      // Else a proxy in front might keep the events until there are many.
      response.setHeader("X-Accel-Buffering", "no");
      write(response, "retry: " + RECONNECT.toMillis() + "\n");
      send(response, address, first, now);
    } catch (IOException e) {
      log.debug("A client who follows {} left at once", address.request(), e);
      end(call);
      return;
    }
    if (now instanceof Standing.Pending pending && call != null) {
      AsyncContext async = request.startAsync(request, response);
      async.setTimeout(NO_TIMEOUT);
      var stream = new Stream(address, async, response, call, first);
      async.addListener(stream);
      stream.await(pending);
    }
  }

  private static void end(WaitingCalls.@Nullable Call call) {
    if (call != null) {
      call.end();
    }
  }

  private void send(HttpServletResponse response, Address address, EventId id, Standing standing)
      throws IOException {
    String event =
        switch (standing) {
          case Standing.Queued _ -> "queued";
          case Standing.Paying _ -> "paying";
          case Standing.Decided _ -> "outcome";
        };
    write(
        response,
        "event: "
            + event
            + "\nid: "
            + id.of(standing)
            + "\ndata: "
            + json.writeValueAsString(views.of(address.shard(), address.request(), standing))
            + "\n\n");
    response.flushBuffer();
  }

  private static void write(HttpServletResponse response, String text) throws IOException {
    response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The events after the first one. */
  private final class Stream implements Runnable, AsyncListener {

    private final Address address;
    private final AsyncContext async;
    private final HttpServletResponse response;
    private final WaitingCalls.Call call;
    private final long end = System.nanoTime() + LIFE_MAX.toNanos();
    private EventId last;

    Stream(
        Address address,
        AsyncContext async,
        HttpServletResponse response,
        WaitingCalls.Call call,
        EventId last) {
      this.address = address;
      this.async = async;
      this.response = response;
      this.call = call;
      this.last = last;
    }

    void await(Standing.Pending pending) {
      outcomes.await(address.shard(), pending, HEARTBEAT, this);
    }

    @Override
    public void run() {
      try {
        Standing standing = RequestController.find(outcomes, address);
        last = last.next();
        send(response, address, last, standing);
        if (standing instanceof Standing.Pending pending
            && System.nanoTime() < end
            && outcomes.isServing()) {
          await(pending);
          return;
        }
      } catch (IOException e) {
        log.debug("A client who followed {} has left", address.request(), e);
      } catch (RuntimeException e) {
        // The client connects again, and is told then what is wrong.
        log.warn("The events of {} end early", address.request(), e);
      }
      complete();
    }

    /** The server has found out that the client left: there is nobody to tell of an error. */
    @Override
    public void onError(AsyncEvent event) {
      complete();
    }

    @Override
    public void onComplete(AsyncEvent event) {
      call.end();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      complete();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      throw new IllegalStateException("A stream is never dispatched");
    }

    private void complete() {
      call.end();
      try {
        async.complete();
      } catch (IllegalStateException e) {
        log.debug("The events of {} have ended already", address.request(), e);
      }
    }
  }
}
